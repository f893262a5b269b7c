package org.garner.harvesters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.garner.harvest.http.SourceReply;

/**
 * What a reply turns out to be, judged from its first bytes and not from what its headers claim: servers send login pages as XML and XML as text.
 *
 * @param form what it is
 * @param words the same for people, such as {@code an HTML page titled 'Sign in'}
 * @param root the local name of the root element of XML, else empty
 */
public record Glance(Form form, String words, String root) {
    private static final int FAR_ENOUGH = 4096;
    private static final int QUOTED = 80;
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>\\s*([^<]{1,200})");
    private static final Pattern HTML =
            Pattern.compile("(?is)<(!doctype\\s+html|html|head|body|title|pre|ul|table|h1|div|p|hr|a)\\b");
    private static final Pattern ROOT = Pattern.compile(
            "(?s)^(?:\\s++|<\\?.*?\\?>|<!--.*?-->|<!DOCTYPE[^>\\[]*+(?:\\[[^\\]]*+\\])?+[^>]*+>)*+<([\\w.-]+:)?([\\w.-]+)");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

    /** The kinds of reply that source types tell apart. */
    public enum Form {
        XML,
        HTML,
        JSON,
        OTHER,
        EMPTY
    }

    public static Glance at(SourceReply reply) {
        try (var in = reply.body().open()) {
            return at(in.readNBytes(FAR_ENOUGH));
        } catch (IOException e) {
            throw new UncheckedIOException("The body of %s was lost after it had arrived".formatted(reply.uri()), e);
        }
    }

    public static Glance at(byte[] content) {
        var text = text(content).strip();
        if (text.isEmpty()) {
            return new Glance(Form.EMPTY, "an empty reply", "");
        }
        var root = ROOT.matcher(text);
        if (root.find() && !HTML.matcher(root.group()).find()) {
            return new Glance(
                    Form.XML, "an XML document with the root '%.60s'".formatted(root.group(2)), root.group(2));
        }
        if (text.charAt(0) == '{' || text.charAt(0) == '[') {
            return new Glance(Form.JSON, "JSON that begins with '%s'".formatted(oneLine(text)), "");
        }
        if (HTML.matcher(text).find()) {
            var title = TITLE.matcher(text);
            return new Glance(
                    Form.HTML,
                    title.find() ? "an HTML page titled '%s'".formatted(oneLine(title.group(1))) : "an HTML page",
                    "");
        }
        return new Glance(Form.OTHER, "text that begins with '%s'".formatted(oneLine(text)), "");
    }

    private static String oneLine(String text) {
        var line = BLANKS.matcher(text).replaceAll(" ").strip();
        return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "…";
    }

    /** Bytes as text that is good enough to recognise: every encoding that XML allows keeps ASCII in its even or its odd bytes. */
    private static String text(byte[] content) {
        int length = Math.min(content.length, FAR_ENOUGH);
        var text = new String(content, 0, length, StandardCharsets.UTF_8);
        boolean wide = length > 3 && (content[0] == 0 || content[1] == 0 || (content[0] & 0xfe) == 0xfe);
        return (wide ? text.replace("\0", "").replace("\ufffd", "") : text).replace("\ufeff", "");
    }
}
