package org.garner.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A catalogue service (OGC CSW 2.0.2): GetCapabilities, GetRecords and GetRecordById, by GET with parameters and by POST with XML. Records come
 * as whole ISO 19139 documents or as brief csw:Record, as the request says. A constraint is accepted and ignored.
 */
public final class SimulatedCsw extends SimulatedSource {
    private static final String GMD = "http://www.isotc211.org/2005/gmd";
    private static final String NAMESPACES = """
        xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:dc="http://purl.org/dc/elements/1.1/" \
        xmlns:dct="http://purl.org/dc/terms/" xmlns:ows="http://www.opengis.net/ows"\
        """;
    private static final Pattern ID = Pattern.compile("<(?:\\w+:)?Id>\\s*([^<]*?)\\s*</");
    private static final Pattern ELEMENT_SET = Pattern.compile("<(?:\\w+:)?ElementSetName[^>]*>\\s*(\\w+)\\s*<");
    private static final Pattern ROOT = Pattern.compile("<(?:\\w+:)?(GetCapabilities|GetRecords|GetRecordById)\\b");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("\\b(startPosition|maxRecords|outputSchema|resultType)\\s*=\\s*[\"']([^\"']*)[\"']");

    private volatile int pageCap = 200;
    private volatile boolean isoPages = true;

    public SimulatedCsw(String path, Records records) {
        super(path, records);
    }

    /** Never puts more than this many records into a page, whatever is asked for. */
    public SimulatedCsw pageCap(int records) {
        pageCap = records;
        return this;
    }

    /** GetRecords ignores the wish for ISO documents and answers with csw:Record; GetRecordById still gives them. */
    public SimulatedCsw withoutIsoPages() {
        isoPages = false;
        return this;
    }

    @Override
    String kindOf(Incoming request) {
        return parametersOf(request).getOrDefault("request", "GetCapabilities");
    }

    private static Map<String, String> parametersOf(Incoming request) {
        return request.method().equals("POST") ? posted(request.body()) : parameters(request.query());
    }

    @Override
    Reply answer(Incoming incoming) {
        var parameters = parametersOf(incoming);
        var request = parameters.getOrDefault("request", "");
        var version = parameters.getOrDefault("version", "2.0.2");
        if (!version.equals("2.0.2") && !request.equals("GetCapabilities")) {
            return exception("VersionNegotiationFailed", "version", "This catalogue speaks 2.0.2, not " + version);
        }
        return switch (request) {
            case "", "GetCapabilities" -> capabilities(incoming);
            case "GetRecords" -> records(parameters);
            case "GetRecordById" -> recordsById(parameters);
            default -> exception("OperationNotSupported", "request", "No operation " + request);
        };
    }

    private Reply records(Map<String, String> parameters) {
        var all = documents();
        int start;
        int wanted;
        try {
            start = Math.max(1, Integer.parseInt(parameters.getOrDefault("startposition", "1")));
            wanted = Math.min(pageCap, Integer.parseInt(parameters.getOrDefault("maxrecords", "10")));
        } catch (NumberFormatException e) {
            return exception("InvalidParameterValue", "startPosition", "startPosition and maxRecords are numbers");
        }
        if (parameters.getOrDefault("resulttype", "hits").equals("hits")) {
            wanted = 0;
        }
        var from = Math.min(all.size(), start - 1);
        var page = all.subList(from, Math.min(all.size(), from + Math.max(0, wanted)));
        var next = from + page.size() >= all.size() ? 0 : from + page.size() + 1;
        var iso = isoPages && parameters.getOrDefault("outputschema", "").equals(GMD);
        var elementSet = parameters.getOrDefault("elementsetname", "summary").toLowerCase(Locale.ROOT);
        var reply = Reply.of(200, "application/xml; charset=UTF-8").add("""
            <?xml version="1.0" encoding="UTF-8"?>
            <csw:GetRecordsResponse %s version="2.0.2"><csw:SearchStatus timestamp="2026-01-01T00:00:00Z"/>
            <csw:SearchResults numberOfRecordsMatched="%d" numberOfRecordsReturned="%d" nextRecord="%d" \
            recordSchema="%s" elementSet="%s">
            """.formatted(
                        NAMESPACES,
                        all.size(),
                        page.size(),
                        next,
                        iso ? GMD : "http://www.opengis.net/cat/csw/2.0.2",
                        elementSet));
        add(reply, page, iso, elementSet);
        return reply.add("</csw:SearchResults></csw:GetRecordsResponse>\n");
    }

    private Reply recordsById(Map<String, String> parameters) {
        var wanted = new HashSet<>(List.of(parameters.getOrDefault("id", "").split(",")));
        var found = documents().stream()
                .filter(document -> wanted.remove(document.record().id()))
                .filter(document -> faultOf(document.record()) != RecordFault.MISSING)
                .toList();
        var reply = Reply.of(200, "application/xml; charset=UTF-8")
                .add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<csw:GetRecordByIdResponse " + NAMESPACES
                        + " version=\"2.0.2\">\n");
        var elementSet = parameters.getOrDefault("elementsetname", "summary").toLowerCase(Locale.ROOT);
        add(reply, found, parameters.getOrDefault("outputschema", "").equals(GMD), elementSet);
        return reply.add("</csw:GetRecordByIdResponse>\n");
    }

    private static void add(Reply reply, List<Document> documents, boolean iso, String elementSet) {
        for (var document : documents) {
            if (iso) {
                reply.add(document.head()).add(document.ending());
            } else {
                reply.add(document.record().brief(elementSet));
            }
        }
    }

    private static Reply capabilities(Incoming request) {
        var host = request.header("Host");
        var here = "http://" + (host == null ? "127.0.0.1" : host) + request.path();
        var operations = new StringBuilder();
        for (var operation : List.of("GetCapabilities", "DescribeRecord", "GetRecords", "GetRecordById")) {
            operations.append("""
                <ows:Operation name="%s"><ows:DCP><ows:HTTP><ows:Get xlink:href="%s"/><ows:Post xlink:href="%s"/></ows:HTTP></ows:DCP>\
                <ows:Parameter name="outputSchema"><ows:Value>http://www.opengis.net/cat/csw/2.0.2</ows:Value><ows:Value>%s</ows:Value></ows:Parameter>\
                <ows:Parameter name="ElementSetName"><ows:Value>brief</ows:Value><ows:Value>summary</ows:Value><ows:Value>full</ows:Value></ows:Parameter>\
                </ows:Operation>
                """.formatted(operation, here, here, GMD));
        }
        return Reply.of(200, "application/xml; charset=UTF-8").add("""
            <?xml version="1.0" encoding="UTF-8"?>
            <csw:Capabilities %s xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ogc="http://www.opengis.net/ogc" version="2.0.2">
            <ows:ServiceIdentification><ows:Title>A simulated catalogue</ows:Title><ows:ServiceType>CSW</ows:ServiceType>\
            <ows:ServiceTypeVersion>2.0.2</ows:ServiceTypeVersion></ows:ServiceIdentification>
            <ows:OperationsMetadata>
            %s</ows:OperationsMetadata>
            <ogc:Filter_Capabilities/>
            </csw:Capabilities>
            """.formatted(NAMESPACES, operations));
    }

    private static Reply exception(String code, String locator, String text) {
        return Reply.of(400, "application/xml; charset=UTF-8")
                .add("""
                    <?xml version="1.0" encoding="UTF-8"?>
                    <ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows" version="1.2.0"><ows:Exception exceptionCode="%s" locator="%s">\
                    <ows:ExceptionText>%s</ows:ExceptionText></ows:Exception></ows:ExceptionReport>
                    """.formatted(code, locator, SampleRecord.escaped(text)));
    }

    /** Keys in lower case: the standard leaves their case open (OGC 06-121, 11.5.2). */
    private static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        for (var pair : query.split("&")) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals).toLowerCase(Locale.ROOT),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static Map<String, String> posted(String xml) {
        var parameters = new HashMap<String, String>();
        var root = ROOT.matcher(xml);
        if (root.find()) {
            parameters.put("request", root.group(1));
        }
        var attributes = ATTRIBUTE.matcher(xml);
        while (attributes.find()) {
            parameters.put(attributes.group(1).toLowerCase(Locale.ROOT), attributes.group(2));
        }
        var set = ELEMENT_SET.matcher(xml);
        if (set.find()) {
            parameters.put("elementsetname", set.group(1));
        }
        parameters.put(
                "id",
                String.join(
                        ",",
                        ID.matcher(xml).results().map(match -> match.group(1)).toList()));
        return parameters;
    }
}
