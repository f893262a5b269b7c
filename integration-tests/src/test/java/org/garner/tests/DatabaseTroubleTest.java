package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.garner.client.JobError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Postgres refuses writes of a batch: trouble that passes costs a repetition and no record; trouble of one record costs that record. */
@Tag("faults")
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DatabaseTroubleTest {
    /** Serialisation failure, deadlock, lock timeout, read-only server, full disk, no memory, cancelled query, shutdown, failed read. */
    private static final List<String> PASSING =
            List.of("40001", "40P01", "55P03", "25006", "53100", "53200", "57014", "57P01", "58030");

    private final LocalSite site = new LocalSite();

    @AfterEach
    void close(RunningGarner garner) {
        garner.change("drop trigger if exists trouble on package");
        garner.change("drop function if exists trouble()");
        site.close();
    }

    @Test
    void troubleThatPassesCostsNoRecord(RunningGarner garner) {
        refuseTitlesThatBeginWithAState(garner);
        var jobs = new LinkedHashMap<String, String>();
        for (var state : PASSING) {
            serve(state, state + " one", state + " two", state + " three");
            jobs.put(state, garner.start(site.at("/" + state + "/"), "waf", false));
        }
        jobs.forEach((state, job) -> Await.until(
                Duration.ofSeconds(30),
                () -> "the import of %s to be given back: %s".formatted(state, garner.get("/api/v1/jobs/" + job)),
                () -> !garner.rows("""
                    select id from harvest_order where job_id = '%s' and stage = 'import' and due is not null
                    """.formatted(job)).isEmpty()));

        garner.change("drop trigger trouble on package");

        jobs.forEach((state, job) -> {
            var report = garner.ended(job);
            assertThat(RunningGarner.summary(report))
                    .as("%s: %s", state, report)
                    .isEqualTo("succeeded: gathered 3, added 3");
        });
    }

    @Test
    void theRecordThatIsTooMuchForTheDatabaseFailsAlone(RunningGarner garner) {
        refuseTitlesThatBeginWithAState(garner);
        // A row that exceeds a limit of the server: Spring files it under lack of resources, but no repetition helps.
        serve("limits", "one", "54000 two", "three", "four");

        var report = garner.harvest(site.at("/limits/"), "waf");

        assertThat(RunningGarner.summary(report)).isEqualTo("with_errors: gathered 4, added 3, errored 1");
        assertThat(report.errors())
                .singleElement()
                .extracting(JobError::message)
                .asString()
                .contains("The catalogue refused this record", "made by a test");
    }

    private void serve(String folder, String... titles) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < titles.length; i++) {
            var id = "%s-%d".formatted(folder, i);
            files.put(id + ".xml", IsoRecord.bytes(id, titles[i]));
        }
        site.tree("/" + folder + "/", files);
    }

    private static void refuseTitlesThatBeginWithAState(RunningGarner garner) {
        garner.change("""
            create function trouble() returns trigger language plpgsql as $$
            begin
                raise exception 'made by a test' using errcode = left(new.title, 5);
            end $$
            """);
        garner.change("""
            create trigger trouble before insert on package
               for each row when (new.title ~ '^[0-9][0-9A-Z]{4} ') execute function trouble()
            """);
    }
}
