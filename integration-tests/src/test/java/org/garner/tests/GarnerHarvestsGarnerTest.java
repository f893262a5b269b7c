package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.garner.client.JobReport;
import org.garner.client.NewSource;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Garner is a source of the type {@code ckan} for another one: what the one has, the other has too. */
@ExtendWith(SharedGarner.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class GarnerHarvestsGarnerTest {
    private static final int RECORDS = 45;
    private static final Set<String> OF_THE_HARVEST =
            Set.of("harvest_object_id", "harvest_source_id", "harvest_source_title");

    /** What each catalogue gives itself. */
    private static final Set<String> OWN =
            Set.of("metadata_created", "metadata_modified", "harvest", "extras", "resources", "organization");

    @Test
    void theOtherGarnerHasTheSameDatasetsUnderTheSameIdsAndFollows(RunningGarner one) {
        var csw = new SimulatedCsw("/copied", Records.of(RECORDS).seeded(77).sized(4000));
        try (var simulator = Simulator.builder().with(csw).start(0);
                var other = RunningGarner.start("other-garner")) {
            var source = new NewSource(
                    "http://localhost:%d%s".formatted(simulator.port(), csw.path()),
                    "csw",
                    null,
                    null,
                    "The Copied Board",
                    null);
            var first = one.ended(one.start(source, false));
            assertThat(first.stat("added")).isEqualTo(RECORDS);
            one.awaitIndex();

            var copied = copy(one, other);
            assertThat(RunningGarner.summary(copied)).isEqualTo("succeeded: gathered 45, added 45");
            assertThat(copied.requests()).as("pages of 20").isEqualTo(3);
            other.awaitIndex();
            assertThat(all(other)).isEqualTo(all(one)).hasSize(RECORDS);

            assertThat(RunningGarner.summary(copy(one, other))).isEqualTo("succeeded: gathered 45, unchanged 45");

            csw.change(2);
            csw.remove(1);
            one.ended(one.start(source, false));
            one.awaitIndex();
            var followed = copy(one, other);
            assertThat(followed.stat("updated")).isEqualTo(2);
            assertThat(followed.stat("deleted")).isEqualTo(1);
            other.awaitIndex();
            assertThat(all(other)).isEqualTo(all(one)).hasSize(RECORDS - 1);
        }
    }

    private static JobReport copy(RunningGarner one, RunningGarner other) {
        var address = URI.create("http://localhost:" + one.server().url().getPort() + "/");
        var config = JsonMapper.shared().readTree("""
            {"remote_orgs": "create", "organizations_filter_include": ["the-copied-board"], "page_size": 20}\
            """);
        var report =
                other.ended(other.start(new NewSource(address.toString(), "ckan", null, null, null, config), false));
        assertThat(report.errors()).isEmpty();
        return report;
    }

    /** The datasets of the publisher by id, without what each catalogue gives itself. */
    private static Map<String, Object> all(RunningGarner garner) {
        var all = new TreeMap<String, Object>();
        for (var dataset :
                garner.search(Map.of("fq", "organization:the-copied-board", "rows", "1000", "sort", "id asc"))) {
            var facts = new TreeMap<String, Object>();
            dataset.properties().forEach(member -> facts.put(member.getKey(), member.getValue()));
            facts.keySet().removeAll(OWN);
            facts.put("extras", extras(dataset));
            facts.put("resources", resources(dataset));
            facts.put("organization", dataset.path("organization").path("title").asString());
            all.put(dataset.path("id").asString(), facts);
        }
        return all;
    }

    private static Set<String> extras(JsonNode dataset) {
        var extras = new TreeSet<String>();
        dataset.path("extras").forEach(extra -> {
            if (!OF_THE_HARVEST.contains(extra.path("key").asString())) {
                extras.add(extra.toString());
            }
        });
        return extras;
    }

    private static List<Object> resources(JsonNode dataset) {
        var resources = new ArrayList<Object>();
        dataset.path("resources").forEach(resource -> {
            var facts = new TreeMap<String, JsonNode>();
            resource.properties().forEach(member -> facts.put(member.getKey(), member.getValue()));
            facts.keySet().removeAll(Set.of("created", "metadata_modified"));
            resources.add(facts);
        });
        return resources;
    }
}
