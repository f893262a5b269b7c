package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of the endpoint, held against what the server really answers. */
final class Contract {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode document;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(
            Dialect.builder(Dialects.getDraft202012())
                    .keyword(new NonValidationKeyword("components"))
                    .build(),
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private final Map<String, Schema> known = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    Contract(JsonNode document) {
        this.document = document;
    }

    JsonNode document() {
        return document;
    }

    /** What is described, as {@code get /api/v1/jobs/{job}}. */
    Set<String> operations() {
        var operations = new TreeSet<String>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> operations.add(member.getKey() + " " + path.getKey())));
        return operations;
    }

    /** The operations that have been seen to succeed. */
    Set<String> answered() {
        return new TreeSet<>(answered);
    }

    /** The query parameters of an operation. */
    Set<String> queryParameters(String operation) {
        var method = operation.substring(0, operation.indexOf(' '));
        var path = document.path("paths").path(operation.substring(method.length() + 1));
        var names = new TreeSet<String>();
        for (var list :
                new JsonNode[] {path.path("parameters"), path.path(method).path("parameters")}) {
            for (var parameter : list) {
                var whole = resolved(parameter);
                if ("query".equals(whole.path("in").asString())) {
                    names.add(whole.path("name").asString());
                }
            }
        }
        return names;
    }

    /** Fails unless this answer is one that the description promises. */
    void check(String method, String path, int status, String type, String body) {
        var operation = operation(method.toLowerCase(java.util.Locale.ROOT), path.replaceAll("\\?.*", ""));
        var place = operation.split(" ", 2);
        var response = resolved(document.path("paths")
                .path(place[1])
                .path(place[0])
                .path("responses")
                .path(Integer.toString(status)));
        assertThat(response.isMissingNode())
                .as("%s answered %d, which is not described: %s", operation, status, body)
                .isFalse();
        if (status < 300) {
            answered.add(operation);
        }
        var content = response.path("content");
        var plain = type.replaceAll(";.*", "");
        if (body.isEmpty() && content.isMissingNode()) {
            return;
        }
        assertThat(content.has(plain))
                .as("%s answered %d as %s, which is not described", operation, status, type)
                .isTrue();
        if (plain.endsWith("json")) {
            var schema = known.computeIfAbsent(
                    operation + status, any -> schema(content.path(plain).path("schema")));
            assertThat(schema.validate(JsonMapper.shared().readTree(body)))
                    .as("%s %d: %s", operation, status, body)
                    .isEmpty();
        }
    }

    /** Fails unless a text is what a schema of the description says. */
    void checkSchema(String name, String body) {
        var reference = JsonMapper.shared().createObjectNode().put("$ref", "#/components/schemas/" + name);
        assertThat(schema(reference).validate(JsonMapper.shared().readTree(body)))
                .as("%s: %s", name, body)
                .isEmpty();
    }

    private Schema schema(JsonNode schema) {
        var whole = (ObjectNode) schema.deepCopy();
        whole.set("components", document.path("components"));
        return schemas.getSchema(whole);
    }

    private String operation(String method, String path) {
        var found = operations().stream()
                .filter(each -> each.startsWith(method + " "))
                .filter(each -> pattern(each.substring(method.length() + 1))
                        .matcher(path)
                        .matches())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).as("operations that %s %s could be", method, path).isNotEmpty();
        // The one with the fewest variables: openapi.json is not a job.
        return found.stream()
                .min(java.util.Comparator.comparingLong(
                        each -> each.chars().filter(c -> c == '{').count()))
                .orElseThrow();
    }

    private static Pattern pattern(String template) {
        var rest = new StringBuilder();
        for (var part : template.split("(?=\\{)|(?<=})")) {
            rest.append(part.equals("{guid}") ? ".+" : part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
        }
        return Pattern.compile(rest.toString());
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }
}
