package org.garner.harvesters.csw;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.garner.harvest.http.SourceRequest;

/**
 * One way of asking for named records (OGC 07-006r1, 10.9). It travels as the link to each record, so that a fetch needs nothing else.
 *
 * @param endpoint where to
 * @param schema the output schema
 */
record GetRecordById(URI endpoint, String schema) {
    /** The longest URL that is sent; servers and proxies begin to refuse at 8,000. */
    static final int LONGEST_URL = 6000;

    /** The link to one record. */
    URI link(String id) {
        return Csw.url(endpoint, parameters(id));
    }

    /** Takes a link apart again; a source's plain address asks for ISO 19139. */
    static GetRecordById of(URI link) {
        var schema = Csw.GMD;
        var query = link.getQuery();
        if (query != null) {
            for (var part : query.split("&")) {
                if (part.regionMatches(true, 0, "outputSchema=", 0, "outputSchema=".length())) {
                    schema = part.substring("outputSchema=".length());
                }
            }
        }
        return new GetRecordById(Csw.service(link), schema);
    }

    /** Whether these ids fit into one GET: a comma in an id would read as two ids. */
    boolean fitsGet(Collection<String> ids) {
        return ids.stream().noneMatch(id -> id.contains(","))
                && (ids.size() == 1 || link(String.join(",", ids)).toString().length() <= LONGEST_URL);
    }

    SourceRequest records(Collection<String> ids, CswMethod method) {
        var request = method == CswMethod.GET
                ? SourceRequest.get(link(String.join(",", ids)), GetRecords.LARGEST_PAGE_BYTES)
                : SourceRequest.post(endpoint, Csw.XML, xml(ids), GetRecords.LARGEST_PAGE_BYTES);
        return request.accepting(Csw.XML + ", text/xml;q=0.9, */*;q=0.1");
    }

    private Map<String, String> parameters(String ids) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("service", "CSW");
        parameters.put("version", "2.0.2");
        parameters.put("request", "GetRecordById");
        parameters.put("outputSchema", schema);
        parameters.put("elementSetName", "full");
        parameters.put("id", ids);
        return parameters;
    }

    private String xml(Collection<String> ids) {
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <csw:GetRecordById xmlns:csw="%s" service="CSW" version="2.0.2" outputFormat="%s" outputSchema="%s">\
            %s<csw:ElementSetName>full</csw:ElementSetName></csw:GetRecordById>
            """.formatted(
                        Csw.NAMESPACE,
                        Csw.XML,
                        Csw.escaped(schema),
                        ids.stream()
                                .map(id -> "<csw:Id>" + Csw.escaped(id) + "</csw:Id>")
                                .collect(Collectors.joining()));
    }
}
