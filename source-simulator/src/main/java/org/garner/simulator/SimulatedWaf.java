package org.garner.simulator;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A web accessible folder: documents behind index pages as a web server writes them, in one folder of a hundred records each. Documents have an
 * ETag and a date and answer conditional requests with 304.
 */
public final class SimulatedWaf extends SimulatedSource {
    private static final int PER_FOLDER = 100;
    private static final Pattern NUMBER = Pattern.compile("record-(\\d{1,9})[.]xml$");
    private static final Pattern FOLDER = Pattern.compile("part-([1-9]\\d{0,7})/");
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /** Whose index pages it has. */
    public enum Style {
        APACHE("Apache/2.4.62 (Debian)"),
        APACHE_TABLE("Apache/2.4.62 (Debian)"),
        NGINX("nginx/1.26.2"),
        IIS("Microsoft-IIS/10.0"),
        /** Links only, without dates. */
        PLAIN("records/1.0");

        private final String server;

        Style(String server) {
            this.server = server;
        }
    }

    /** One line of an index page. */
    private record Line(String name, LocalDateTime date, int size) {}

    private final Style style;

    public SimulatedWaf(String path, Records records, Style style) {
        super(path.endsWith("/") ? path : path + "/", records);
        this.style = style;
    }

    @Override
    String kindOf(Incoming request) {
        return request.path().endsWith(".xml") ? "document" : "listing";
    }

    @Override
    Reply answer(Incoming request) {
        var place = request.path().substring(path().length());
        var reply = place.endsWith(".xml") ? document(request, place) : listing(place);
        return reply.header("Server", style.server);
    }

    private static String folderOf(SampleRecord record) {
        return record.number() < PER_FOLDER ? "" : "part-" + record.number() / PER_FOLDER + "/";
    }

    private static String fileOf(SampleRecord record) {
        return folderOf(record) + "record-" + record.number() + ".xml";
    }

    private Reply document(Incoming request, String place) {
        var number = NUMBER.matcher(place);
        var document = number.find() ? document(Integer.parseInt(number.group(1))) : null;
        return document == null || !fileOf(document.record()).equals(place)
                ? Reply.text(404, "Not found: " + place)
                : serve(request, document);
    }

    private Reply serve(Incoming request, Document document) {
        var record = document.record();
        var fault = faultOf(record);
        var etag = "\"%s-%d\"".formatted(record.id().substring(0, 8), record.edition());
        var date = HTTP_DATE.format(record.stamp());
        if (fault == RecordFault.MISSING) {
            return Reply.text(404, "Not found: " + fileOf(record));
        }
        if (fault == RecordFault.HTML) {
            return Reply.html("<h1>This record has moved behind a login</h1>");
        }
        var held = request.header("If-None-Match");
        if (held != null ? held.contains(etag) : date.equals(request.header("If-Modified-Since"))) {
            return Reply.of(304, "application/xml").header("ETag", etag).header("Last-Modified", date);
        }
        var reply = Reply.of(200, "application/xml").header("ETag", etag).header("Last-Modified", date);
        reply.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        if (fault == RecordFault.WRONG_ENCODING) {
            var spoilt = with(document.head(), "<gmd:abstract><gco:CharacterString>", "Überführt: ");
            return reply.add(new String(spoilt, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1))
                    .add(document.ending());
        }
        if (fault == RecordFault.CUT_OFF) {
            return reply.add(java.util.Arrays.copyOf(document.head(), document.head().length / 2));
        }
        return reply.add(document.head()).add(document.ending());
    }

    private Reply listing(String place) {
        Map<String, Line> lines = new TreeMap<>();
        var number = FOLDER.matcher(place);
        var wanted = place.isEmpty() ? 0 : number.matches() ? Integer.parseInt(number.group(1)) : -1;
        var last = 0;
        for (var document : documents()) {
            var record = document.record();
            // By numbers: a folder's page walks over all records, and making their names would cost more than sending
            // it.
            var folder = record.number() / PER_FOLDER;
            if (folder == wanted) {
                var name = fileOf(record).substring(place.length());
                lines.put("2" + name, new Line(name, record.stamp(), document.length()));
            } else if (wanted == 0 && folder != last) {
                last = folder;
                lines.put("1" + folderOf(record), new Line(folderOf(record), record.stamp(), 0));
            }
        }
        if (lines.isEmpty() && !place.isEmpty()) {
            return Reply.text(404, "Not found: " + place);
        }
        return Reply.of(200, "text/html; charset=utf-8").add(page(path() + place, List.copyOf(lines.values())));
    }

    private String page(String folder, List<Line> lines) {
        var text = new StringBuilder();
        var title = "Index of " + folder;
        switch (style) {
            case APACHE -> {
                text.append("<html><head><title>%s</title></head><body>\n<h1>%s</h1>\n<pre>".formatted(title, title));
                text.append("<a href=\"?C=N;O=D\">Name</a> <a href=\"?C=M;O=A\">Last modified</a> <a"
                        + " href=\"?C=S;O=A\">Size</a><hr>");
                text.append("<a href=\"../\">Parent Directory</a>                      -\n");
                lines.forEach(line -> text.append("<a href=\"%s\">%s</a>  %s  %s\n"
                        .formatted(line.name(), line.name(), at("yyyy-MM-dd HH:mm", line), size(line))));
                text.append("<hr></pre></body></html>\n");
            }
            case APACHE_TABLE -> {
                text.append("<html><head><title>%s</title></head><body><h1>%s</h1><table>\n".formatted(title, title));
                text.append("<tr><th><a href=\"?C=N;O=D\">Name</a></th><th><a href=\"?C=M;O=A\">Last"
                        + " modified</a></th><th>Size</th></tr>\n");
                text.append("<tr><td><a href=\"../\">Parent Directory</a></td><td>&nbsp;</td><td"
                        + " align=\"right\">-</td></tr>\n");
                lines.forEach(line -> text.append(
                        "<tr><td><a href=\"%s\">%s</a></td><td align=\"right\">%s  </td><td align=\"right\">%s</td></tr>\n"
                                .formatted(line.name(), line.name(), at("yyyy-MM-dd HH:mm", line), size(line))));
                text.append("</table></body></html>\n");
            }
            case NGINX -> {
                text.append(
                        "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<h1>%s</h1><hr><pre><a href=\"../\">../</a>\r\n"
                                .formatted(title, title));
                lines.forEach(line -> text.append("<a href=\"%s\">%s</a>    %s    %s\r\n"
                        .formatted(line.name(), line.name(), at("dd-MMM-yyyy HH:mm", line), size(line))));
                text.append("</pre><hr></body>\r\n</html>\r\n");
            }
            case IIS -> {
                text.append("<html><head><title>127.0.0.1 - %s</title></head><body><H1>127.0.0.1 - %s</H1><hr>\n<pre>"
                        .formatted(folder, folder));
                text.append("<A HREF=\"/\">[To Parent Directory]</A><br><br>");
                lines.forEach(line -> text.append(" %s %12s <A HREF=\"%s%s\">%s</A><br>"
                        .formatted(
                                at("M/d/yyyy  h:mm a", line),
                                line.size() == 0 ? "&lt;dir&gt;" : line.size(),
                                folder,
                                line.name(),
                                line.name())));
                text.append("</pre><hr></body></html>\n");
            }
            case PLAIN -> {
                text.append("<html><body><ul>\n");
                lines.forEach(
                        line -> text.append("<li><a href=\"%s\">%s</a></li>\n".formatted(line.name(), line.name())));
                text.append("</ul></body></html>\n");
            }
        }
        return text.toString();
    }

    private static String at(String pattern, Line line) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .format(line.date().atOffset(ZoneOffset.UTC));
    }

    private static String size(Line line) {
        return line.size() == 0 ? "-" : line.size() / 1024 + "K";
    }
}
