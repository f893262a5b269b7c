package org.garner.harvesters.csw;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that CSW 2.0.2 requests are made of, and how they become URLs and XML. */
final class Csw {
    static final String NAMESPACE = "http://www.opengis.net/cat/csw/2.0.2";
    static final String GMD = "http://www.isotc211.org/2005/gmd";
    static final String APISO = "http://www.opengis.net/cat/csw/apiso/1.0";
    static final String XML = "application/xml";
    static final String RECORD_TYPE = "csw:Record";
    static final String ISO_TYPE = "gmd:MD_Metadata";

    /** What a CSW request says itself, so that a pasted GetCapabilities link can be taken as the address of the service. */
    private static final Set<String> OWN_PARAMETERS = Set.of(
            "service",
            "version",
            "request",
            "acceptversions",
            "sections",
            "namespace",
            "resulttype",
            "outputformat",
            "outputschema",
            "startposition",
            "maxrecords",
            "typenames",
            "elementsetname",
            "sortby",
            "id",
            "constraint",
            "constraintlanguage",
            "constraint_language_version");

    private Csw() {}

    /** The address of a service without the parameters of any one request; those of the server itself ({@code map}, {@code config}) stay. */
    static URI service(URI url) {
        var query = url.getRawQuery();
        var kept = query == null
                ? ""
                : Stream.of(query.split("&"))
                        .filter(part -> !part.isEmpty() && !OWN_PARAMETERS.contains(name(part)))
                        .collect(Collectors.joining("&"));
        var text = url.toString();
        int end =
                text.indexOf('?') >= 0 ? text.indexOf('?') : text.indexOf('#') >= 0 ? text.indexOf('#') : text.length();
        return URI.create(text.substring(0, end) + (kept.isEmpty() ? "" : "?" + kept));
    }

    /** A request as parameters of a URL. */
    static URI url(URI service, Map<String, String> parameters) {
        var query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(service + (service.getRawQuery() == null ? "?" : "&") + query);
    }

    static URI capabilities(URI source) {
        var parameters = new java.util.LinkedHashMap<String, String>();
        parameters.put("service", "CSW");
        parameters.put("version", "2.0.2");
        parameters.put("request", "GetCapabilities");
        return url(service(source), parameters);
    }

    static boolean asksForCsw(URI url) {
        var query = url.getRawQuery();
        return query != null && query.toLowerCase(Locale.ROOT).matches("(.*&)?service=csw(&.*)?");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String name(String part) {
        int equals = part.indexOf('=');
        return (equals < 0 ? part : part.substring(0, equals)).toLowerCase(Locale.ROOT);
    }
}
