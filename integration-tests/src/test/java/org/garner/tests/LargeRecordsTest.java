package org.garner.tests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.garner.client.JobReport;
import org.garner.tests.LocalSite.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Records with more parts than anybody reads: they are imported, found and shown whole, and the records beside them do not notice. */
@Tag("faults")
@ExtendWith(SharedGarner.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LargeRecordsTest {
    private static final int DISTRIBUTIONS = Integer.getInteger("garner.faults.distributions", 10_000);
    private static final int KEYWORDS = Integer.getInteger("garner.faults.keywords", 35_000);

    private static final String ONLINE = """
        <gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://data.example/%d.csv</gmd:URL></gmd:linkage>
        </gmd:CI_OnlineResource></gmd:onLine>
        """;
    private static final String KEYWORD = """
        <gmd:keyword><gco:CharacterString>keyword %d</gco:CharacterString></gmd:keyword>
        """;
    private static final String DISTRIBUTION = """
        {"title": "Part %1$d", "downloadURL": "https://data.example/%1$d.csv"}
        """;

    private final LocalSite site = new LocalSite();

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void isoRecordsAreImportedFoundAndShownWhole(RunningGarner garner) {
        site.tree(
                "/large/",
                new TreeMap<>(Map.of(
                        "distributions.xml", withDistributions(),
                        "keywords.xml", withKeywords(),
                        "small.xml", IsoRecord.bytes("small", "Small beside large"))));

        var report = garner.harvest(site.at("/large/"), "waf");

        assertThat(RunningGarner.summary(report)).as("%s", report).isEqualTo("succeeded: gathered 3, added 3");
        assertWhole(garner, report);
        assertThat(RunningGarner.summary(garner.harvest(site.at("/large/"), "waf")))
                .isEqualTo("succeeded: gathered 3, unchanged 3");
    }

    @Test
    void entriesOfADataJsonAreImportedFoundAndShownWhole(RunningGarner garner) {
        site.answer("/data.json", Reply.of(200, "application/json", """
            {"conformsTo":"https://project-open-data.cio.gov/v1.1/schema","dataset":[
            {"identifier":"d","title":"Many distributions","accessLevel":"public","distribution":[%s]},
            {"identifier":"k","title":"Many keywords","accessLevel":"public","keyword":[%s]},
            {"identifier":"s","title":"Small beside large","accessLevel":"public"}]}
            """.formatted(
                        many(DISTRIBUTIONS, DISTRIBUTION, ","), many(KEYWORDS, "\"keyword %d\"", ","))));

        var report = garner.harvest(site.at("/data.json"), "dcatus");

        assertThat(RunningGarner.summary(report)).as("%s", report).isEqualTo("succeeded: gathered 3, added 3");
        assertWhole(garner, report);
    }

    private static void assertWhole(RunningGarner garner, JobReport report) {
        garner.awaitIndex();
        var found = garner.search(Map.of("fq", RunningGarner.ofSource(report))).stream()
                .collect(Collectors.toMap(each -> each.path("title").asString(), each -> each));
        assertThat(found).containsOnlyKeys("Many distributions", "Many keywords", "Small beside large");
        assertThat(shown(garner, found, "Many distributions").path("resources")).hasSize(DISTRIBUTIONS);
        var tags = shown(garner, found, "Many keywords").path("tags");
        assertThat(tags).hasSize(KEYWORDS);
        var last = tags.path(KEYWORDS - 1).path("name").asString();
        assertThat(garner.search(Map.of("fq", RunningGarner.ofSource(report) + " AND tags:\"%s\"".formatted(last))))
                .hasSize(1);
        // What Solr refuses stays behind the catalogue, and says so.
        assertThat(garner.rows("select package_id, refusal from package_index where refusal is not null"))
                .isEmpty();
    }

    private static JsonNode shown(RunningGarner garner, Map<String, JsonNode> found, String title) {
        return garner.action(
                "package_show",
                Map.of("id", requireNonNull(found.get(title)).path("id").asString()));
    }

    private static byte[] withDistributions() {
        return with("(?s)<gmd:onLine>.*</gmd:onLine>", many(DISTRIBUTIONS, ONLINE, ""), "distributions");
    }

    private static byte[] withKeywords() {
        var keywords = "<gmd:descriptiveKeywords><gmd:MD_Keywords>%s</gmd:MD_Keywords></gmd:descriptiveKeywords>"
                .formatted(many(KEYWORDS, KEYWORD, ""));
        return with("</gmd:abstract>", "</gmd:abstract>" + keywords, "keywords");
    }

    private static byte[] with(String place, String parts, String what) {
        return IsoRecord.of(what, "Many " + what).replaceFirst(place, parts).getBytes(StandardCharsets.UTF_8);
    }

    private static String many(int count, String each, String separator) {
        return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining(separator));
    }
}
