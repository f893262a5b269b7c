package org.garner.harvesters.waf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.Revision;
import org.garner.harvest.http.SourceReply;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * What an index page links to.
 *
 * @param records the addresses of records, with what stands beside the link about their date
 * @param folders the folders directly or further below this one, by their path from it, each with a slash at its end
 * @param problems links to records that cannot be followed
 */
record IndexPage(Map<URI, @Nullable Revision> records, Set<String> folders, List<HarvestFailure> problems) {
    private static final Set<String> INLINE =
            Set.of("a", "b", "code", "em", "font", "i", "img", "small", "span", "strong", "svg", "tt", "u");
    /** First characters of links within the page, of sorting links, and of what the field hides by its name. */
    private static final String NEVER_FOLLOWED = "#?_";
    /** More text than this beside a link is prose. */
    private static final int LINE = 400;

    static IndexPage read(SourceReply reply, URI folder, URI root) {
        return links(parse(reply), folder, root);
    }

    static Document parse(SourceReply reply) {
        try (var in = reply.body().open()) {
            return Jsoup.parse(in, charset(reply), reply.uri().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("The body of %s was lost after it had arrived".formatted(reply.uri()), e);
        }
    }

    static IndexPage links(Document page, URI folder, URI root) {
        var records = new LinkedHashMap<URI, @Nullable Revision>();
        var folders = new LinkedHashSet<String>();
        var problems = new ArrayList<HarvestFailure>();
        for (var link : page.select("a[href]")) {
            var href = link.attr("href").strip();
            var target = Links.resolve(folder, href);
            if (target == null || href.isEmpty() || NEVER_FOLLOWED.indexOf(href.charAt(0)) >= 0) {
                continue;
            }
            var path = target.getRawPath();
            if (path.toLowerCase(Locale.ROOT).endsWith(".xml")) {
                var refusal = refusal(href, path, Links.below(root, target) != null);
                if (refusal == null) {
                    var date = dateBeside(link);
                    records.merge(target, date == null ? NO_DATE : date.revision(), (one, other) -> one);
                } else if (!refusal.isEmpty()) {
                    problems.add(new HarvestFailure.Unexpected(
                            folder, "links to files below this folder", "'%s', which %s".formatted(href, refusal)));
                }
            } else if (path.endsWith("/") && target.getRawQuery() == null && !href.contains("#")) {
                var below = Links.below(folder, target);
                if (below != null) {
                    folders.add(below);
                }
            }
        }
        records.replaceAll((target, revision) -> NO_DATE.equals(revision) ? null : revision);
        return new IndexPage(records, folders, problems);
    }

    private static final Revision NO_DATE = new Revision("", null);

    /** Why a link to an XML file is not followed; empty when that needs no report; null when it is followed. */
    private static @Nullable String refusal(String href, String path, boolean below) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        if (name.startsWith("_")) {
            return "";
        }
        if (href.contains("?") || href.contains("#")) {
            return "has a query or a fragment";
        }
        return below ? null : "leads elsewhere";
    }

    /** Two folders of one signature, one inside the other, are one folder that a link leads back to. */
    String signature() {
        var names = new StringBuilder();
        records.forEach((target, revision) -> {
            var path = target.getRawPath();
            names.append(path, path.lastIndexOf('/') + 1, path.length())
                    .append(revision == null ? "" : revision.value())
                    .append('\n');
        });
        folders.forEach(name -> names.append(name).append('\n'));
        return Integer.toHexString(names.toString().hashCode()) + "-" + names.length();
    }

    private static @Nullable ListedDate dateBeside(Element link) {
        var row = link.closest("tr");
        if (row != null) {
            var time = row.selectFirst("time[datetime]");
            return time != null ? ListedDate.ofAttribute(time.attr("datetime")) : ListedDate.in(textWithout(row, link));
        }
        var anchor = link;
        for (var parent = anchor.parent(); parent != null && wraps(parent); parent = anchor.parent()) {
            anchor = parent;
        }
        var after = ListedDate.in(along(anchor, false));
        return after != null ? after : ListedDate.in(along(anchor, true));
    }

    /** True for an element that is only the link's own dress. */
    private static boolean wraps(Element element) {
        return INLINE.contains(element.normalName())
                && element.select("a[href]").size() == 1;
    }

    private static String textWithout(Element row, Element link) {
        var text = new StringBuilder();
        for (var cell : row.children()) {
            if (!cell.equals(link) && !link.parents().contains(cell)) {
                text.append(cell.text()).append(" | ");
            }
        }
        return text.toString();
    }

    /** The text on the link's own line, before or after it: up to the next link, line break or block. */
    private static String along(Element link, boolean before) {
        var text = new StringBuilder();
        Node node = before ? link.previousSibling() : link.nextSibling();
        while (node != null && text.length() < LINE) {
            String part;
            if (node instanceof TextNode words) {
                part = words.getWholeText();
            } else if (node instanceof Element element
                    && INLINE.contains(element.normalName())
                    && !element.normalName().equals("a")
                    && element.selectFirst("a[href]") == null) {
                part = element.text();
            } else if (node instanceof Element) {
                break;
            } else {
                part = "";
            }
            int line = before ? part.lastIndexOf('\n') : part.indexOf('\n');
            if (line >= 0) {
                part = before ? part.substring(line + 1) : part.substring(0, line);
            }
            text.insert(before ? 0 : text.length(), part);
            if (line >= 0) {
                break;
            }
            node = before ? node.previousSibling() : node.nextSibling();
        }
        return text.toString();
    }

    /** Null leaves it to the page's own declaration. */
    private static @Nullable String charset(SourceReply reply) {
        var type = reply.header("content-type").orElse("");
        int at = type.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return null;
        }
        var name =
                type.substring(at + "charset=".length()).split("[;\\s]", 2)[0].replace("\"", "");
        try {
            return Charset.isSupported(name) ? name : null;
        } catch (IllegalArgumentException e) {
            // A charset of no possible name; the page may declare a better one.
            return StandardCharsets.UTF_8.name();
        }
    }
}
