package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.garner.client.JobReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a withdrawal that is held, from the listing to the search. */
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HeldTest {
    private static final String[] TITLES = {"Tides", "Waves", "Winds", "Swell", "Ice", "Salt"};

    private final LocalSite site = new LocalSite();
    private URI url = URI.create("http://localhost/");

    @BeforeEach
    void serve() {
        url = site.at("/data/");
        serve(6);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void anApprovedWithdrawalIsDoneByTheSameJob(RunningGarner garner) {
        harvest(garner, "succeeded: gathered 6, added 6");
        serve(2);
        var held = harvest(garner, "held: gathered 2, unchanged 2");
        assertThat(held.reason()).contains("fewer than half of the 6", "4 datasets would be withdrawn; none was");
        assertThat(garner.held(held)).hasSize(4);

        assertThat(garner.post("/api/v1/jobs/%s/approve".formatted(held.job()), "{\"note\":\"closed\"}")
                        .path("epoch")
                        .asInt())
                .isEqualTo(2);
        var done = garner.ended(String.valueOf(held.job()));

        assertThat(RunningGarner.summary(done)).isEqualTo("succeeded: gathered 2, unchanged 2, deleted 4");
        assertShown(garner, done, "Tides", "Waves");
        assertThat(garner.post("/api/v1/jobs/%s/approve".formatted(held.job()), "")
                        .path("code")
                        .asString())
                .isEqualTo("job-decided");
        serve(6);
        harvest(garner, "succeeded: gathered 6, updated 4, unchanged 2");
        serve(5);
        harvest(garner, "succeeded: gathered 5, unchanged 5, deleted 1");
    }

    @Test
    void aRejectedWithdrawalIsNotHeldAgainUntilMoreIsMissing(RunningGarner garner) {
        harvest(garner, "succeeded: gathered 6, added 6");
        serve(2);
        var held = harvest(garner, "held: gathered 2, unchanged 2");
        garner.post("/api/v1/jobs/%s/reject".formatted(held.job()), "{\"note\":\"they come back\"}");

        var again = harvest(garner, "succeeded: gathered 2, unchanged 2");

        assertThat(again.reason()).contains("4 datasets that the listing does not name stay", "admin decided so");
        assertShown(garner, again, TITLES);
        serve(1);
        var larger = harvest(garner, "held: gathered 1, unchanged 1");
        assertThat(larger.reason()).contains("4 of the missing were to stay", "1 more are missing now");
        assertShown(garner, larger, TITLES);
    }

    private JobReport harvest(RunningGarner garner, String summary) {
        var report = garner.harvest(url, "waf");
        assertThat(RunningGarner.summary(report)).as("%s", report).isEqualTo(summary);
        return report;
    }

    private void serve(int records) {
        var files = new TreeMap<String, byte[]>();
        for (int i = 0; i < records; i++) {
            files.put("record-%d.xml".formatted(i), IsoRecord.bytes("record-" + i, TITLES[i]));
        }
        for (int i = 0; i < TITLES.length; i++) {
            site.remove("/data/record-%d.xml".formatted(i));
        }
        site.tree("/data/", files);
    }

    private static void assertShown(RunningGarner garner, JobReport report, String... titles) {
        garner.awaitIndex();
        assertThat(garner.search(Map.of("fq", RunningGarner.ofSource(report))))
                .extracting(dataset -> dataset.path("title").asString())
                .containsExactlyInAnyOrder(titles);
    }
}
