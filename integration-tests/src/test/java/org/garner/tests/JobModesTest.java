package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.garner.client.JobReport;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Jobs that go over some of a source's records, or over what is stored, without listing the source. */
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JobModesTest {
    private final LocalSite site = new LocalSite();

    @AfterEach
    void close() {
        site.close();
    }

    /** A folder of five records. */
    private URI folder(String name) {
        var files = new TreeMap<String, byte[]>();
        for (var id : List.of("a", "b", "c", "d", "e")) {
            files.put(id + ".xml", IsoRecord.bytes(name + "-" + id, "Levels at " + id));
        }
        site.tree("/" + name + "/", files);
        return site.at("/" + name + "/");
    }

    @Test
    void aRetryFetchesOnlyWhatFailedUntilNothingIsLeft(RunningGarner garner) {
        var url = folder("retried");
        site.file("/retried/b.xml", "<html>gone fishing</html>");
        site.remove("/retried/d.xml");
        assertThat(RunningGarner.summary(garner.harvest(url, "waf")))
                .isEqualTo("with_errors: gathered 5, added 3, errored 2");
        var listings = new AtomicInteger();
        site.answer("/retried/", asked -> {
            listings.incrementAndGet();
            return LocalSite.Reply.of(500, "text/plain", "no listing today");
        });

        site.file("/retried/b.xml", IsoRecord.bytes("retried-b", "Levels at b"));
        var first = garner.run(url, "waf", "{\"mode\":\"retry\"}");
        site.file("/retried/d.xml", IsoRecord.bytes("retried-d", "Levels at d"));
        var second = garner.run(url, "waf", "{\"mode\":\"retry\"}");
        var third = garner.ask(url, "waf", "{\"mode\":\"retry\"}");

        assertThat(RunningGarner.summary(first)).isEqualTo("with_errors: gathered 2, added 1, errored 1");
        assertThat(RunningGarner.summary(second)).isEqualTo("succeeded: gathered 1, added 1");
        assertThat(third.path("code").asString()).as("%s", third).isEqualTo("no-records");
        assertThat(third.path("detail").asString()).contains("nothing to retry");
        assertThat(listings).hasValue(0);
        assertThat(job(garner, second).at("/listing/completeness").asString()).isEqualTo("named");
    }

    @Test
    void namedRecordsAreFetchedAgainAndNothingElseIs(RunningGarner garner) {
        var url = folder("named");
        garner.harvest(url, "waf");
        site.file("/named/b.xml", IsoRecord.bytes("named-b", "Levels at the bridge"));
        site.file("/named/c.xml", IsoRecord.bytes("named-c", "Levels at the canal"));

        var one = garner.run(
                url,
                "waf",
                "{\"mode\":\"record\",\"guids\":[\"%s\",\"%s\"]}"
                        .formatted(site.at("/named/a.xml"), site.at("/named/b.xml")));
        var unknown =
                garner.ask(url, "waf", "{\"mode\":\"record\",\"guids\":[\"%s\"]}".formatted(site.at("/named/z.xml")));

        assertThat(RunningGarner.summary(one)).isEqualTo("succeeded: gathered 2, updated 1, unchanged 1");
        assertThat(unknown.path("guids").path(0).asString())
                .isEqualTo(site.at("/named/z.xml").toString());
        assertThat(unknown.path("detail").asString()).contains("never named '" + site.at("/named/z.xml") + "'");
        assertThat(RunningGarner.summary(garner.harvest(url, "waf")))
                .isEqualTo("succeeded: gathered 5, updated 1, unchanged 4");
    }

    @Test
    void aRecordOfASourceThatIsOneDocumentIsFetchedFromIt(RunningGarner garner) {
        var form = """
            {"conformsTo":"https://project-open-data.cio.gov/v1.1/schema","dataset":[
             {"accessLevel":"public","identifier":"one","title":"%s"},{"accessLevel":"public","identifier":"two","title":"%s"}]}
            """;
        var url = site.at("/one/data.json");
        site.answer("/one/data.json", LocalSite.Reply.of(200, "application/json", form.formatted("Oak", "Pine")));
        garner.harvest(url, "dcatus");
        site.answer("/one/data.json", LocalSite.Reply.of(200, "application/json", form.formatted("Ash", "Fir")));

        var report = garner.run(url, "dcatus", "{\"mode\":\"record\",\"guids\":[\"two\"]}");

        assertThat(RunningGarner.summary(report)).isEqualTo("succeeded: gathered 1, updated 1");
        assertThat(titles(garner, url)).containsExactly("Fir", "Oak");
    }

    @Test
    void aRecordWhoseDocumentCameWithTheListingIsAskedForById(RunningGarner garner) {
        var csw = new SimulatedCsw("/by-id", Records.of(120).seeded(7));
        try (var simulator = Simulator.builder().with(csw).start(0)) {
            var url = URI.create("http://localhost:%d%s".formatted(simulator.port(), csw.path()));
            assertThat(RunningGarner.summary(garner.harvest(url, "csw")))
                    .isEqualTo("succeeded: gathered 120, added 120");
            var guid = garner.rows("""
                select r.guid from harvest_record r join harvest_source s on s.id = r.source_id and s.url = '%s' order by r.guid limit 1
                """.formatted(url)).getFirst();

            var report = garner.run(url, "csw", "{\"mode\":\"record\",\"guids\":[\"%s\"]}".formatted(guid));

            assertThat(RunningGarner.summary(report)).isEqualTo("succeeded: gathered 1, unchanged 1");
            assertThat(job(garner, report).path("requests").asInt()).isEqualTo(1);
        }
    }

    @Test
    void storedDocumentsAreMappedAgainWithoutARequest(RunningGarner garner) {
        var url = folder("stored");
        garner.harvest(url, "waf");
        var fetched = fetched(garner, url);
        // As if another reader, or other settings, had made these two datasets.
        garner.change("update harvest_record set content_hash = 'of another reader' where guid in ('%s', '%s')"
                .formatted(site.at("/stored/a.xml"), site.at("/stored/b.xml")));
        site.close();

        var all = garner.run(url, "waf", "{\"mode\":\"reimport\"}");
        garner.change("update harvest_record set content_hash = 'of another reader' where guid = '%s'"
                .formatted(site.at("/stored/c.xml")));
        var one = garner.run(
                url, "waf", "{\"mode\":\"reimport\",\"guids\":[\"%s\"]}".formatted(site.at("/stored/c.xml")));

        assertThat(RunningGarner.summary(all)).isEqualTo("succeeded: gathered 5, updated 2, unchanged 3");
        assertThat(RunningGarner.summary(one)).isEqualTo("succeeded: gathered 1, updated 1");
        assertThat(job(garner, all).path("requests").asInt()).isZero();
        assertThat(fetched(garner, url)).isEqualTo(fetched);
    }

    @Test
    void aRecordWithoutAStoredDocumentIsNotMappedAgain(RunningGarner garner) {
        var url = folder("lost");
        garner.harvest(url, "waf");
        var guid = site.at("/lost/c.xml");
        garner.change(
                "delete from harvest_document where hash = (select document_hash from harvest_record where guid = '%s')"
                        .formatted(guid));

        var named = garner.ask(url, "waf", "{\"mode\":\"reimport\",\"guids\":[\"%s\"]}".formatted(guid));
        var all = garner.run(url, "waf", "{\"mode\":\"reimport\"}");

        assertThat(named.path("code").asString()).isEqualTo("no-records");
        assertThat(named.path("detail").asString()).contains("no dataset with a stored document for '" + guid + "'");
        assertThat(RunningGarner.summary(all)).isEqualTo("with_errors: gathered 5, unchanged 4, errored 1");
    }

    @Test
    void aJobThatListsNothingIsAbortedAndResumedLikeOthers(RunningGarner garner) {
        var files = new TreeMap<String, byte[]>();
        IntStream.range(0, 2500)
                .forEach(i -> files.put("r%04d.xml".formatted(i), IsoRecord.bytes("many-" + i, "Levels " + i)));
        site.tree("/many/", files);
        var url = site.at("/many/");
        garner.harvest(url, "waf");
        garner.change(
                "update harvest_record set content_hash = 'of another reader' where guid like '%s%%'".formatted(url));

        var job = garner.ask(url, "waf", "{\"mode\":\"reimport\"}").path("id").asString();
        while (counts(garner, job, "updated") == 0) {
            RunningGarner.pause();
        }
        garner.tell(job, "abort");
        while (!garner.get("/api/v1/jobs/" + job).path("settled").asBoolean()) {
            RunningGarner.pause();
        }
        var aborted = garner.ended(job);
        garner.tell(job, "resume");
        var resumed = garner.ended(job);

        assertThat(aborted.outcome()).isEqualTo("aborted");
        assertThat(RunningGarner.summary(resumed)).isEqualTo("succeeded: gathered 2500, updated 2500");
    }

    private static int counts(RunningGarner garner, String job, String what) {
        return garner.get("/api/v1/jobs/" + job).at("/counts/" + what).asInt();
    }

    private static JsonNode job(RunningGarner garner, JobReport report) {
        return garner.get("/api/v1/jobs/" + report.job());
    }

    private static List<String> titles(RunningGarner garner, URI url) {
        return garner.rows("""
            select p.title from package p join harvest_source s on s.id = p.harvest_source_id and s.url = '%s' order by p.title
            """.formatted(url));
    }

    /** When and as what the records were fetched. */
    private static List<String> fetched(RunningGarner garner, URI url) {
        return garner.rows("""
            select r.guid, r.fetched, r.last_seen, r.revision, r.validator
              from harvest_record r join harvest_source s on s.id = r.source_id and s.url = '%s' order by r.guid
            """.formatted(url));
    }
}
