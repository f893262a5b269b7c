package org.garner.harvesters.csw;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.garner.harvesters.LocalSite;
import org.garner.harvesters.LocalSite.Asked;
import org.garner.harvesters.LocalSite.Reply;
import org.jspecify.annotations.Nullable;

/** A CSW that behaves, and for each test misbehaves in one respect; its fields are how. */
final class FakeCsw implements Function<Asked, Reply> {
    static final String PATH = "/csw";

    final List<String> ids;
    /** Replaces an answer to GetRecords; null leaves it. */
    Function<Query, @Nullable Reply> instead = query -> null;
    /** What nextRecord says; null leaves the attribute out. */
    Function<Page, @Nullable Long> next = page -> page.last() >= page.all() ? 0L : page.last() + 1;
    /** What numberOfRecordsMatched says; null leaves the attribute out. */
    Function<Page, @Nullable Long> matched = Page::all;

    int mostRecords = 1000;
    boolean iso = true;
    boolean isoAdvertised = true;
    boolean post = true;
    boolean idLists = true;
    String broken = "";

    FakeCsw(int count) {
        this(IntStream.rangeClosed(1, count).mapToObj("id-%04d"::formatted).toList());
    }

    FakeCsw(List<String> ids) {
        this.ids = new ArrayList<>(ids);
    }

    /** A request for a page. */
    record Query(
            String method,
            long position,
            int size,
            String schema,
            String typeNames,
            String elements,
            boolean sorted,
            String cql) {
        boolean wantsIso() {
            return schema.equals(Csw.GMD);
        }
    }

    /** The page about to be sent: positions from 1. */
    record Page(long first, long last, long all) {}

    LocalSite site() {
        return new LocalSite(this);
    }

    @Override
    public Reply apply(Asked asked) {
        var parameters = parameters(asked);
        return switch (parameters.getOrDefault("request", "")) {
            case "GetCapabilities" -> Reply.xml(capabilities(asked));
            case "GetRecords" -> records(query(asked, parameters));
            case "GetRecordById" ->
                byId(List.of(parameters.getOrDefault("id", "").split(",")), parameters);
            default -> exception("MissingParameterValue", "request", "Which request?");
        };
    }

    private Reply records(Query query) {
        var other = instead.apply(query);
        if (other != null) {
            return other;
        }
        if (query.wantsIso() && !iso) {
            return exception("InvalidParameterValue", "outputSchema", "Not here");
        }
        int from = (int) Math.min(query.position() - 1, ids.size());
        int to = Math.min(from + Math.min(query.size(), mostRecords), ids.size());
        return Reply.xml(page(ids.subList(from, to), new Page(from + 1L, to, ids.size()), query));
    }

    String page(List<String> of, Page page, Query query) {
        var all = matched.apply(page);
        var following = next.apply(page);
        return """
            <csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:gmd="http://www.isotc211.org/2005/gmd" \
            xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/">
            <csw:SearchStatus timestamp="2026-01-01T00:00:00Z"/>
            <csw:SearchResults%s numberOfRecordsReturned="%d"%s elementSet="%s" recordSchema="%s">
            %s
            </csw:SearchResults></csw:GetRecordsResponse>
            """.formatted(
                        all == null ? "" : " numberOfRecordsMatched=\"" + all + "\"",
                        of.size(),
                        following == null ? "" : " nextRecord=\"" + following + "\"",
                        query.elements(),
                        query.schema(),
                        of.stream()
                                .map(id -> query.wantsIso() ? iso(id) : dublinCore(id))
                                .collect(Collectors.joining("\n")));
    }

    private Reply byId(List<String> asked, Map<String, String> parameters) {
        var known = (idLists ? asked : List.of(String.join(",", asked)))
                .stream().filter(ids::contains).toList();
        if (known.contains(broken)) {
            return Reply.of(500, "text/plain", "cannot convert this record");
        }
        boolean wantsIso = parameters.getOrDefault("outputschema", "").equals(Csw.GMD);
        return Reply.xml("""
            <csw:GetRecordByIdResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:gmd="http://www.isotc211.org/2005/gmd" \
            xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/">
            %s</csw:GetRecordByIdResponse>
            """.formatted(
                known.stream().map(id -> wantsIso ? iso(id) : dublinCore(id)).collect(Collectors.joining())));
    }

    static String iso(String id) {
        return "<gmd:MD_Metadata><gmd:fileIdentifier><gco:CharacterString>%s</gco:CharacterString></gmd:fileIdentifier><gmd:dateStamp><gco:Date>2024-05-06</gco:Date></gmd:dateStamp></gmd:MD_Metadata>"
                .formatted(id);
    }

    static String dublinCore(String id) {
        return "<csw:SummaryRecord><dc:identifier>%s</dc:identifier><dc:title>Record %s</dc:title><dct:modified>2024-05-06</dct:modified></csw:SummaryRecord>"
                .formatted(id, id);
    }

    static Reply exception(String code, String locator, String text) {
        return Reply.xml("""
            <ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows" version="1.2.0">
            <ows:Exception exceptionCode="%s" locator="%s"><ows:ExceptionText>%s</ows:ExceptionText></ows:Exception>
            </ows:ExceptionReport>
            """.formatted(code, locator, text));
    }

    private String capabilities(Asked asked) {
        var here = "http://" + asked.headers().get("Host") + PATH;
        return """
            <csw:Capabilities xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:ows="http://www.opengis.net/ows" \
            xmlns:xlink="http://www.w3.org/1999/xlink" version="2.0.2"><ows:OperationsMetadata>
            <ows:Operation name="GetRecords"><ows:DCP><ows:HTTP><ows:Get xlink:href="%1$s"/>%2$s</ows:HTTP></ows:DCP>
            <ows:Parameter name="outputSchema"><ows:Value>http://www.opengis.net/cat/csw/2.0.2</ows:Value>%3$s</ows:Parameter></ows:Operation>
            <ows:Operation name="GetRecordById"><ows:DCP><ows:HTTP><ows:Get xlink:href="%1$s"/></ows:HTTP></ows:DCP></ows:Operation>
            </ows:OperationsMetadata></csw:Capabilities>
            """.formatted(
                        here,
                        post ? "<ows:Post xlink:href=\"" + here + "\"/>" : "",
                        isoAdvertised ? "<ows:Value>http://www.isotc211.org/2005/gmd</ows:Value>" : "");
    }

    private static Query query(Asked asked, Map<String, String> parameters) {
        return new Query(
                asked.method(),
                Long.parseLong(parameters.get("startposition")),
                Integer.parseInt(parameters.get("maxrecords")),
                parameters.getOrDefault("outputschema", ""),
                parameters.getOrDefault("typenames", ""),
                parameters.getOrDefault("elementsetname", ""),
                parameters.containsKey("sortby"),
                parameters.getOrDefault("constraint", ""));
    }

    private static Map<String, String> parameters(Asked asked) {
        var found = new HashMap<String, String>();
        if (asked.method().equals("POST")) {
            find(asked, "<csw:(Get\\w+)", found, "request");
            for (var name : List.of("startPosition", "maxRecords", "outputSchema", "typeNames")) {
                find(asked, name + "=\"([^\"]*)\"", found, name.toLowerCase(Locale.ROOT));
            }
            find(asked, "<csw:ElementSetName>(.*?)<", found, "elementsetname");
            find(asked, "<csw:CqlText>(.*?)</csw:CqlText>", found, "constraint");
            find(asked, "<ogc:(SortBy)>", found, "sortby");
            var ids = Pattern.compile("<csw:Id>(.*?)</csw:Id>").matcher(asked.body());
            found.put("id", ids.results().map(id -> id.group(1)).collect(Collectors.joining(",")));
        } else if (asked.uri().getRawQuery() != null) {
            for (var part : asked.uri().getRawQuery().split("&")) {
                var pair = part.split("=", 2);
                found.put(pair[0].toLowerCase(Locale.ROOT), URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    private static void find(Asked asked, String pattern, Map<String, String> found, String name) {
        var matcher = Pattern.compile(pattern).matcher(asked.body());
        if (matcher.find()) {
            found.put(name, matcher.group(1));
        }
    }
}
