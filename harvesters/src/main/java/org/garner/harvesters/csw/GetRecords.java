package org.garner.harvesters.csw;

import java.net.URI;
import java.util.LinkedHashMap;
import org.garner.harvest.http.SourceRequest;
import org.jspecify.annotations.Nullable;

/**
 * One way of asking for pages of records (OGC 07-006r1, 10.8).
 *
 * @param endpoint where to
 * @param method how
 * @param schema the output schema
 * @param typeNames the record type to search
 * @param elements the element set: {@code brief}, {@code summary} or {@code full}
 * @param sorted true to ask for an order by identifier, so that paging is stable
 */
record GetRecords(URI endpoint, CswMethod method, String schema, String typeNames, String elements, boolean sorted) {
    /** A page beyond this is asked for again in smaller pieces. */
    static final long LARGEST_PAGE_BYTES = 128L << 20;

    private static final String NAMESPACES =
            "xmlns(csw=%s),xmlns(gmd=%s),xmlns(apiso=%s)".formatted(Csw.NAMESPACE, Csw.GMD, Csw.APISO);

    GetRecords summaries(String otherSchema) {
        return new GetRecords(endpoint, method, otherSchema, typeNames, "summary", sorted);
    }

    SourceRequest page(long position, int size, @Nullable String cql) {
        var request = method == CswMethod.GET
                ? SourceRequest.get(url(position, size, cql), LARGEST_PAGE_BYTES)
                : SourceRequest.post(endpoint, Csw.XML, xml(position, size, cql), LARGEST_PAGE_BYTES);
        return request.accepting(Csw.XML + ", text/xml;q=0.9, */*;q=0.1");
    }

    private URI url(long position, int size, @Nullable String cql) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("service", "CSW");
        parameters.put("version", "2.0.2");
        parameters.put("request", "GetRecords");
        parameters.put("namespace", NAMESPACES);
        parameters.put("resultType", "results");
        parameters.put("outputFormat", Csw.XML);
        parameters.put("outputSchema", schema);
        parameters.put("typeNames", typeNames);
        parameters.put("elementSetName", elements);
        parameters.put("startPosition", Long.toString(position));
        parameters.put("maxRecords", Integer.toString(size));
        if (cql != null) {
            parameters.put("constraintLanguage", "CQL_TEXT");
            parameters.put("constraint_language_version", "1.1.0");
            parameters.put("constraint", cql);
        }
        if (sorted) {
            parameters.put("sortBy", identifierName() + ":A");
        }
        return Csw.url(endpoint, parameters);
    }

    private String xml(long position, int size, @Nullable String cql) {
        var constraint = cql == null
                ? ""
                : "<csw:Constraint version=\"1.1.0\"><csw:CqlText>%s</csw:CqlText></csw:Constraint>"
                        .formatted(Csw.escaped(cql));
        var order = sorted
                ? "<ogc:SortBy><ogc:SortProperty><ogc:PropertyName>%s</ogc:PropertyName><ogc:SortOrder>ASC</ogc:SortOrder></ogc:SortProperty></ogc:SortBy>"
                        .formatted(identifierName())
                : "";
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <csw:GetRecords xmlns:csw="%s" xmlns:ogc="http://www.opengis.net/ogc" xmlns:gmd="%s" xmlns:apiso="%s" \
            xmlns:dc="http://purl.org/dc/elements/1.1/" service="CSW" version="2.0.2" resultType="results" \
            outputFormat="%s" outputSchema="%s" startPosition="%d" maxRecords="%d">\
            <csw:Query typeNames="%s"><csw:ElementSetName>%s</csw:ElementSetName>%s%s</csw:Query></csw:GetRecords>
            """.formatted(
                        Csw.NAMESPACE,
                        Csw.GMD,
                        Csw.APISO,
                        Csw.XML,
                        Csw.escaped(schema),
                        position,
                        size,
                        Csw.escaped(typeNames),
                        elements,
                        constraint,
                        order);
    }

    /** The queryable that holds the identifier: of the core (07-006r1, table 6), or of the ISO application profile (07-045, table 5). */
    private String identifierName() {
        return typeNames.startsWith("gmd:") ? "apiso:Identifier" : "dc:identifier";
    }
}
