package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.garner.ledger.Workers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;

/** The description and the endpoint say the same. */
class OpenApiTest {
    private static final ControlServer SERVER = new ControlServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void everyMethodOfEveryPathIsDescribedAndEveryDescriptionIsServed() {
        assertThat(SERVER.contract.operations()).containsExactlyElementsOf(served().keySet());
    }

    @Test
    void everyQueryParameterIsDescribedAndEveryDescribedOneIsRead() {
        served().forEach((operation, method) -> assertThat(SERVER.contract.queryParameters(operation))
                .as(operation)
                .containsExactlyElementsOf(ParameterCheck.parameters(method)));
    }

    @Test
    void theCodesOfProblemsAreDescribed() {
        var described = new ArrayList<String>();
        SERVER.contract
                .document()
                .at("/components/schemas/ProblemCode/enum")
                .forEach(code -> described.add(code.asString()));
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemCode.values())
                        .map(ProblemCode::word)
                        .toList());
    }

    @Test
    void theMembersOfASourceAreThoseThatAreRead() {
        assertThat(SERVER.contract
                        .document()
                        .at("/components/schemas/SourceMembers/properties")
                        .propertyNames())
                .containsExactlyInAnyOrderElementsOf(SourceForm.MEMBERS);
    }

    @Test
    void theSameDescriptionIsServedAsYaml() {
        var yaml = SERVER.get("/api/v1/openapi.yaml");

        assertThat(yaml.type()).startsWith("application/yaml");
        assertThat(yaml.text()).startsWith("openapi: 3.1.0");
    }

    @Test
    void everyOperationAnswersAsDescribed() {
        var name = SERVER.source();
        var source = "/api/v1/sources/" + name;
        SERVER.get("/api/v1/openapi.json");
        SERVER.get("/api/v1/openapi.yaml");
        SERVER.get("/api/v1/sources");
        SERVER.get(source);
        SERVER.get(source + "/summary");
        SERVER.patch(source, "{\"title\":\"Another\"}");
        var job = SERVER.running(name).lists("https://a.example/1.xml", "https://a.example/2.xml", "open");
        job.imports("https://a.example/1.xml", "<a/>");
        job.fails("https://a.example/2.xml", "not well-formed");
        var path = "/api/v1/jobs/" + job.id();
        SERVER.get("/api/v1/schedule");
        SERVER.get("/api/v1/jobs");
        SERVER.get(path);
        SERVER.get(path + "/errors");
        SERVER.get(path + "/errors/kinds");
        SERVER.get(path + "/held");
        SERVER.get(path + "/objects");
        var object = path + "/objects/" + job.object("https://a.example/1.xml");
        SERVER.get(object);
        SERVER.get(object + "/document");
        SERVER.get(source + "/records");
        SERVER.get(source + "/reconciliation");
        SERVER.get(source + "/records/https%3A%2F%2Fa.example%2F2.xml");
        SERVER.post(path + "/abort", "");
        SERVER.post(path + "/resume", "");
        job.ends("succeeded");
        SERVER.post(path + "/abort", "");
        SERVER.get(path + "/events");
        var dry = SERVER.post(source + "/jobs", "{\"mode\":\"dry_run\"}")
                .json()
                .path("id")
                .asString();
        SERVER.get("/api/v1/jobs/" + dry + "/plan");
        SERVER.get("/api/v1/jobs/" + dry + "/plan", "Accept", "text/csv");
        SERVER.post("/api/v1/jobs/" + dry + "/abort", "");
        var rejected = SERVER.running(name).holds("halved", "half is missing");
        rejected.ends("held");
        SERVER.post("/api/v1/jobs/%s/reject".formatted(rejected.id()), "");
        var approved = SERVER.running(name).holds("most", "most is missing");
        approved.ends("held");
        SERVER.post("/api/v1/jobs/%s/approve".formatted(approved.id()), "");
        SERVER.post("/api/v1/jobs/%s/abort".formatted(approved.id()), "");
        SERVER.get("/api/v1/status");
        SERVER.bean(Workers.class).beat(new Workers.Self("fetch-1@here", "fetch", 1, "here"), false);
        SERVER.get("/api/v1/workers");
        SERVER.post("/api/v1/workers/fetch/drain", "");
        SERVER.post("/api/v1/workers/fetch-1@here/restart", "");
        SERVER.post("/api/v1/tokens", "{\"name\":\"dashboard\",\"role\":\"reader\"}");
        SERVER.get("/api/v1/tokens");
        SERVER.delete("/api/v1/tokens/dashboard");
        SERVER.get("/api/v1/audit");
        SERVER.get("/api/v1/queue");
        SERVER.post("/api/v1/queue/purge", "{\"source\":\"%s\",\"expect\":{\"jobs\":0}}".formatted(name));
        var operation = "/api/v1/operations/"
                + SERVER.post(source + "/clear", "").json().path("id").asString();
        SERVER.get("/api/v1/operations");
        SERVER.get(operation);
        SERVER.post(operation + "/cancel", "");
        SERVER.post(source + "/clear-history", "{\"keep_current\":true}");
        SERVER.get("/api/v1/operations?state=waiting&limit=1");
        SERVER.delete("/api/v1/sources/" + SERVER.source());

        assertThat(SERVER.contract.answered()).isEqualTo(SERVER.contract.operations());
    }

    /** What Spring has found, in the words of the description. */
    private static Map<String, HandlerMethod> served() {
        var served = new TreeMap<String, HandlerMethod>();
        SERVER.mappings().getHandlerMethods().forEach((mapping, method) -> {
            for (var path : new TreeSet<>(mapping.getPatternValues())) {
                if (path.startsWith(Problems.PATH)) {
                    mapping.getMethodsCondition()
                            .getMethods()
                            .forEach(verb -> served.put(
                                    verb.name().toLowerCase(Locale.ROOT) + " " + path.replace("{*", "{"), method));
                }
            }
        });
        return served;
    }
}
