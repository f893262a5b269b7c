package org.garner.catalog.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One walk over the tags of a page in UTF-8, which finds where its records begin and end. Methods that move return where they came to. */
final class TagScan {
    /** Where a walk comes to that has met something it must not pass over. */
    private static final int UNUSUAL = -1;

    private static final Pattern DECLARED = Pattern.compile(
            "<\\?xml\\s+version\\s*=\\s*[\"']1\\.0[\"'](\\s+encoding\\s*=\\s*[\"'](?i:utf-8|us-ascii)[\"'])?(\\s+standalone\\s*=\\s*[\"']\\w+[\"'])?\\s*\\?>");
    private static final int LONGEST_DECLARATION = 200;

    private final byte[] page;
    private final byte[] container;
    private final int maxBytes;
    private final List<Range> records = new ArrayList<>();
    /** First byte and byte behind the last of the name of each open element. */
    private final int[] names = new int[2 * (Xml.MAX_DEPTH + 1)];

    private int depth;
    private int line = 1;
    private boolean over;
    /** The depth of the container; 0 until it was found. */
    private int containerDepth;

    private boolean inContainer;
    private int recordFrom;
    private int recordNameEnd;
    private int recordLine;
    private List<Span> recordLeft = List.of();

    /** Bytes from one place to before another. */
    record Span(int from, int to) {
        int length() {
            return to - from;
        }
    }

    /**
     * One record's place.
     *
     * @param nameEnd the byte behind the name of its root element
     * @param line its line in the page, from 1
     * @param left its comments and processing instructions, in order
     */
    record Range(Span bytes, int nameEnd, int line, List<Span> left) {}

    TagScan(byte[] page, String container, int maxBytes) {
        this.page = page;
        this.container = container.getBytes(StandardCharsets.UTF_8);
        this.maxBytes = maxBytes;
    }

    /** The records, or nothing when the page is unusual. */
    Optional<List<Range>> records() {
        int at = beginning();
        while (at >= 0 && at < page.length) {
            at = page[at] == '<' ? markup(at) : text(at);
        }
        return at == page.length && over && containerDepth > 0 ? Optional.of(records) : Optional.empty();
    }

    /** Passes over the XML declaration and what stands before it. */
    private int beginning() {
        int at = startsWith(0, "\u00ef\u00bb\u00bf") ? 3 : 0;
        while (at < page.length && isBlank(page[at])) {
            at++;
        }
        if (!startsWith(at, "<?xml ")) {
            return at;
        }
        var head = new String(page, at, Math.min(LONGEST_DECLARATION, page.length - at), StandardCharsets.ISO_8859_1);
        var declared = DECLARED.matcher(head);
        return declared.lookingAt() ? at + declared.end() : UNUSUAL;
    }

    private int text(int from) {
        int at = from;
        for (; at < page.length && page[at] != '<'; at++) {
            if (isForbidden(page[at])) {
                return UNUSUAL;
            }
        }
        return at;
    }

    private int markup(int at) {
        return switch (at + 1 < page.length ? page[at + 1] : 0) {
            case '/' -> endTag(at);
            case '!' ->
                startsWith(at, "<!--")
                        ? leaveOut(at, behind(at + 4, "-->"))
                        : startsWith(at, "<![CDATA[") ? behind(at + 9, "]]>") : UNUSUAL;
            case '?' -> leaveOut(at, behind(at + 2, "?>"));
            default -> startTag(at);
        };
    }

    private int startTag(int from) {
        int nameEnd = nameEnd(from + 1);
        if (over || nameEnd == from + 1 || depth == Xml.MAX_DEPTH) {
            return UNUSUAL;
        }
        int startLine = line;
        int end = behindTag(nameEnd);
        if (end == UNUSUAL) {
            return UNUSUAL;
        }
        depth++;
        names[2 * depth] = from + 1;
        names[2 * depth + 1] = nameEnd;
        if (inContainer && depth == containerDepth + 1) {
            recordFrom = from;
            recordNameEnd = nameEnd;
            recordLine = startLine;
            recordLeft = List.of();
        } else if (depth <= 2 && isContainer(from + 1, nameEnd)) {
            if (containerDepth > 0) {
                return UNUSUAL;
            }
            containerDepth = depth;
            inContainer = true;
        }
        return page[end - 2] == '/' ? close(end) : end;
    }

    private int endTag(int from) {
        int name = names[2 * depth];
        int length = names[2 * depth + 1] - name;
        int end = from + 2 + length;
        // Compared before it is looked through: nearly every byte of a page stands in a name.
        if (depth == 0 || end >= page.length || !Arrays.equals(page, name, name + length, page, from + 2, end)) {
            return UNUSUAL;
        }
        while (end < page.length && isBlank(page[end])) {
            line += page[end] == '\n' ? 1 : 0;
            end++;
        }
        return end < page.length && page[end] == '>' ? close(end + 1) : UNUSUAL;
    }

    private int close(int end) {
        if (inContainer && depth == containerDepth + 1) {
            if (end - recordFrom > maxBytes) {
                return UNUSUAL;
            }
            records.add(new Range(new Span(recordFrom, end), recordNameEnd, recordLine, recordLeft));
        } else if (depth == containerDepth) {
            inContainer = false;
        }
        depth--;
        over = depth == 0;
        return end;
    }

    /** Notes what a record is cut out without. */
    private int leaveOut(int from, int end) {
        if (end != UNUSUAL && inContainer && depth > containerDepth) {
            recordLeft = recordLeft.isEmpty() ? new ArrayList<>() : recordLeft;
            recordLeft.add(new Span(from, end));
        }
        return end;
    }

    private boolean isContainer(int from, int to) {
        int local = from;
        for (int i = from; i < to; i++) {
            local = page[i] == ':' ? i + 1 : local;
        }
        return Arrays.equals(page, local, to, container, 0, container.length);
    }

    private int nameEnd(int from) {
        int at = from;
        while (at < page.length && isNamePart(page[at])) {
            at++;
        }
        return at;
    }

    /** Letters, of which names are made, lie above all that can end one. */
    private static boolean isNamePart(byte b) {
        return b > '>' || b < 0 || (b > ' ' && b != '>' && b != '/' && b != '<');
    }

    /** Goes behind the end of a start tag; what looks like one inside a value is none. */
    private int behindTag(int from) {
        byte quote = 0;
        for (int at = from; at < page.length; at++) {
            byte b = page[at];
            if (b == '<' || isForbidden(b)) {
                return UNUSUAL;
            }
            if (quote != 0) {
                quote = b == quote ? 0 : quote;
            } else if (b == '"' || b == '\'') {
                quote = b;
            } else if (b == '>') {
                return at + 1;
            }
        }
        return UNUSUAL;
    }

    private int behind(int from, String ending) {
        for (int at = from; at < page.length; at++) {
            if (isForbidden(page[at])) {
                return UNUSUAL;
            }
            if (page[at] == ending.charAt(0) && startsWith(at, ending)) {
                return at + ending.length();
            }
        }
        return UNUSUAL;
    }

    /** Bytes from 0x80 on, which are negative here, are parts of characters. Counts lines by the way. */
    private boolean isForbidden(byte b) {
        if (b >= ' ' || b < 0) {
            return false;
        }
        line += b == '\n' ? 1 : 0;
        return b != '\n' && b != '\r' && b != '\t';
    }

    private boolean startsWith(int at, String bytes) {
        if (at + bytes.length() > page.length) {
            return false;
        }
        for (int i = 0; i < bytes.length(); i++) {
            if ((page[at + i] & 0xff) != bytes.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /**
     * The prefixes that a start tag declares, the empty one for the default namespace. Ends at the first thing that is no attribute: that way it sees the
     * same quotes as the walk that has found the tag's end, and never looks beyond it.
     *
     * @param nameEnd the byte behind the name of the element, in a tag that has an end
     */
    static Set<String> prefixesDeclared(byte[] page, int nameEnd) {
        var prefixes = new HashSet<String>();
        int at = nameEnd;
        while (true) {
            int from = at;
            while (page[at] != '=' && page[at] != '>' && page[at] != '"' && page[at] != '\'') {
                at++;
            }
            if (page[at] != '=') {
                return prefixes;
            }
            var name = new String(page, from, at - from, StandardCharsets.UTF_8).strip();
            if (name.equals("xmlns") || name.startsWith("xmlns:")) {
                prefixes.add(name.substring(Math.min(name.length(), "xmlns:".length())));
            }
            do {
                at++;
            } while (isBlank(page[at]));
            byte quote = page[at];
            if (quote != '"' && quote != '\'') {
                return prefixes;
            }
            do {
                at++;
            } while (page[at] != quote);
            at++;
        }
    }
}
