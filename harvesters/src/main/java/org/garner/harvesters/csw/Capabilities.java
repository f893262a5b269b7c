package org.garner.harvesters.csw;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a server says it can do, as far as harvesting asks (OGC 07-006r1, 10.5). Servers say it wrongly so often (an inner host name, http for https, one
 * way too many) that it decides what is tried first and not what is tried.
 *
 * @param gets where GetRecords may be sent by GET
 * @param posts where GetRecords may be sent by POST
 * @param byId where GetRecordById may be sent by GET
 * @param schemas the output schemas of GetRecords
 * @param typeNames the record types of GetRecords
 */
record Capabilities(List<URI> gets, List<URI> posts, List<URI> byId, Set<String> schemas, Set<String> typeNames) {
    static final Capabilities UNKNOWN = new Capabilities(List.of(), List.of(), List.of(), Set.of(), Set.of());

    static Capabilities of(JsonNode document, URI source) {
        var gets = new ArrayList<URI>();
        var posts = new ArrayList<URI>();
        var byId = new ArrayList<URI>();
        var schemas = new LinkedHashSet<String>();
        var typeNames = new LinkedHashSet<String>();
        for (var operation : CswReplies.each(document.path("OperationsMetadata"), "Operation")) {
            switch (operation.path("name").asString("")) {
                case "GetRecords" -> {
                    addresses(operation, "Get", source, gets);
                    addresses(operation, "Post", source, posts);
                    values(operation, "outputschema", schemas);
                    values(operation, "typenames", typeNames);
                }
                case "GetRecordById" -> addresses(operation, "Get", source, byId);
                default -> {}
            }
        }
        return new Capabilities(gets, posts, byId, schemas, typeNames);
    }

    /** The ways to ask for pages, the likeliest first. */
    List<GetRecords> attempts(URI source, CswSettings settings) {
        var all = new LinkedHashSet<GetRecords>();
        var methods =
                !posts.isEmpty() ? List.of(CswMethod.POST, CswMethod.GET) : List.of(CswMethod.GET, CswMethod.POST);
        for (var schema : schemas(settings)) {
            for (var method : methods) {
                if (settings.allows(method)) {
                    for (var endpoint : endpoints(method == CswMethod.POST ? posts : gets, source)) {
                        attempts(endpoint, method, schema, settings, all);
                    }
                }
            }
        }
        return List.copyOf(all);
    }

    private void attempts(URI endpoint, CswMethod method, String schema, CswSettings settings, Set<GetRecords> all) {
        var elements = schema.equals(Csw.NAMESPACE) && settings.outputSchema() == null ? "summary" : "full";
        var types = types(settings.typeNames());
        all.add(new GetRecords(endpoint, method, schema, types.getFirst(), elements, true));
        for (var type : types) {
            all.add(new GetRecords(endpoint, method, schema, type, elements, false));
        }
    }

    /** Where and in which schema single records are asked for. */
    GetRecordById byId(URI source, CswSettings settings) {
        return new GetRecordById(
                endpoints(byId, source).getFirst(), schemas(settings).getFirst());
    }

    private List<String> schemas(CswSettings settings) {
        if (settings.outputSchema() != null) {
            return List.of(settings.outputSchema());
        }
        return schemas.isEmpty() || schemas.contains(Csw.GMD)
                ? List.of(Csw.GMD, Csw.NAMESPACE)
                : List.of(Csw.NAMESPACE);
    }

    private List<String> types(@Nullable String asked) {
        if (asked != null) {
            return List.of(asked);
        }
        return typeNames.isEmpty() || typeNames.contains(Csw.RECORD_TYPE)
                ? List.of(Csw.RECORD_TYPE, Csw.ISO_TYPE)
                : List.of(Csw.ISO_TYPE, Csw.RECORD_TYPE);
    }

    /** An advertised address on the source's own host comes first; one on another host only after the source's own address. */
    private static List<URI> endpoints(List<URI> advertised, URI source) {
        var all = new LinkedHashSet<URI>();
        advertised.stream().filter(uri -> sameHost(uri, source)).forEach(all::add);
        if (all.isEmpty()) {
            all.add(Csw.service(source));
            all.addAll(advertised);
        }
        return List.copyOf(all);
    }

    private static boolean sameHost(URI one, URI other) {
        return one.getHost() != null
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private static void addresses(JsonNode operation, String method, URI source, List<URI> found) {
        for (var dcp : CswReplies.each(operation, "DCP")) {
            for (var http : CswReplies.each(dcp, "HTTP")) {
                for (var way : CswReplies.each(http, method)) {
                    var address = address(way.path("href").asString(""), source);
                    if (address != null && !isSoap(way) && !found.contains(address)) {
                        found.add(address);
                    }
                }
            }
        }
    }

    private static @Nullable URI address(String href, URI source) {
        try {
            var address = href.isBlank() ? null : Csw.service(source.resolve(href.strip()));
            if (address == null || address.getHost() == null) {
                return null;
            }
            boolean stepsDown = "https".equals(source.getScheme()) && "http".equals(address.getScheme());
            return stepsDown && sameHost(address, source)
                    ? URI.create("https" + address.toString().substring("http".length()))
                    : address;
        } catch (IllegalArgumentException e) {
            // What is not an address cannot be asked; the source's own address remains.
            return null;
        }
    }

    private static boolean isSoap(JsonNode way) {
        for (var constraint : CswReplies.each(way, "Constraint")) {
            if (constraint.path("name").asString("").equalsIgnoreCase("PostEncoding")) {
                boolean xml = false;
                for (var value : CswReplies.each(constraint, "Value")) {
                    xml |= CswReplies.text(value).equalsIgnoreCase("XML");
                }
                return !xml;
            }
        }
        return false;
    }

    private static void values(JsonNode operation, String name, Set<String> found) {
        for (var parameter : CswReplies.each(operation, "Parameter")) {
            if (parameter.path("name").asString("").toLowerCase(Locale.ROOT).equals(name)) {
                for (var value : CswReplies.each(parameter, "Value")) {
                    found.add(CswReplies.text(value));
                }
            }
        }
    }
}
