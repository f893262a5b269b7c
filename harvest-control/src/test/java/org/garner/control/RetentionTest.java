package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.garner.harvest.HarvestSource;
import org.garner.ledger.JobHistory;
import org.garner.ledger.Operations.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final ControlDatabase database = new ControlDatabase();
    private final HarvestSource source = database.source("roads");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aJobGoesWhenItIsOldAndEnoughNewerOnesOfItsSourceAreThere() {
        var oldest = database.harvested(source, "first", "a");
        var old = database.harvested(source, "second", "a");
        var recent = database.harvested(source, "third", "a");
        var quiet = database.source("rivers");
        var onlyOne = database.harvested(quiet, "first", "x");
        aged(List.of(oldest, old, onlyOne), 100);

        database.new Leader().retains(keeping(90, 1));

        assertThat(jobs()).containsExactlyInAnyOrder(recent, onlyOne);
        database.new Leader().retains(keeping(200, 1));
        assertThat(jobs()).hasSize(2);
        assertThat(database.count("select count(*) from harvest_object")).isEqualTo(2);
        assertThat(database.count("select count(*) from harvest_order")).isEqualTo(2);
        assertThat(database.count("select count(*) from batch_job_instance")).isEqualTo(2);
        assertThat(removed("job")).isEqualTo(2);
        assertThat(removed("object")).isEqualTo(2);
    }

    @Test
    void manyJobsAreKeptHoweverOldTheyAre() {
        var first = database.harvested(source, "first", "a");
        var second = database.harvested(source, "second", "a");
        aged(List.of(first, second), 1000);

        database.new Leader().retains(keeping(90, 2));

        assertThat(jobs()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void aDryRunTakesNoJobsPlaceAmongThoseThatAreKept() {
        var run = database.harvested(source, "first", "a");
        var dry = List.of(
                database.harvested(source, "first", "a").toString(),
                database.harvested(source, "first", "a").toString());
        database.jdbc
                .sql("update harvest_job set mode = 'dry_run' where id::text = any(:dry)")
                .param("dry", dry.toArray(String[]::new))
                .update();
        aged(jobs(), 100);

        database.new Leader().retains(keeping(90, 1));

        assertThat(jobs()).contains(run).doesNotContain(UUID.fromString(dry.getFirst()));
        var history = new JobHistory(database.jdbc);
        assertThat(history.next(source.id(), new UUID(0, 0), true))
                .as("what a clearing of the history begins with")
                .isNotEqualTo(Optional.of(run));
    }

    @Test
    void theObjectThatADatasetWasMadeFromStaysUntilAnotherOneTakesItsPlace() {
        var first = database.harvested(source, "first", "a", "b");
        var second = database.harvested(source, "second", "a");
        aged(List.of(first, second), 100);

        database.new Leader().retains(keeping(90, 1));

        assertThat(jobs()).containsExactlyInAnyOrder(first, second);
        assertThat(database.texts("select guid from harvest_object where harvest_job_id = '%s'".formatted(first)))
                .containsExactly("b");
        database.harvested(source, "third", "b");
        database.jdbc
                .sql("update harvest_job_progress set thinned = thinned - interval '25 hours'")
                .update();
        database.new Leader().retains(keeping(90, 1));
        assertThat(jobs()).doesNotContain(first).contains(second);
    }

    @Test
    void documentsStayWhileTheyAreCurrentOrTheOneBeforeAndForTwoDaysMore() {
        for (var text : List.of("first", "second", "third")) {
            database.harvested(source, text, "a");
        }
        aged(jobs(), 1);
        var documents = "select count(*) from harvest_document";

        database.new Leader().retains(keeping(90, 1));
        assertThat(database.count(documents)).as("seen a moment ago").isEqualTo(3);
        database.jdbc
                .sql("update harvest_document set last_seen = now() - interval '49 hours'")
                .update();
        database.new Leader().retains(keeping(90, 1));

        assertThat(database.count(documents)).isEqualTo(2);
        assertThat(database.texts("select encode(d.hash, 'hex') from harvest_document d"))
                .containsExactlyInAnyOrderElementsOf(database.texts("""
                    select encode(unnest(array[document_hash, previous_hash]), 'hex') from harvest_record
                    """));
        assertThat(removed("document")).isEqualTo(1);
    }

    @Test
    void whatAPassDoesNotReachOfTheDocumentsTheNextOneRemoves() {
        database.jdbc.sql("""
            insert into harvest_document (hash, content, size, last_seen)
            select sha256(n::text::bytea), 'x', 1, now() - interval '49 hours' from generate_series(1, 200500) n
            """).update();

        database.new Leader().retains(keeping(90, 30));
        assertThat(database.count("select count(*) from harvest_document")).isEqualTo(100_500);
        database.new Leader().retains(keeping(90, 30), 2);

        assertThat(database.count("select count(*) from harvest_document")).isZero();
        assertThat(removed("document")).isEqualTo(200_500);
    }

    @Test
    void theDocumentsOfAClearedSourceGoUnlessARecordFailed() {
        database.harvested(source, "first", "a", "b");
        database.jdbc
                .sql("update harvest_object set report_status = 'errored', state = 'ERROR' where guid = 'b'")
                .update();
        database.new Leader().runs(database.ask(source, Kind.CLEAR, false));
        database.jdbc
                .sql("update harvest_document set last_seen = now() - interval '49 hours'")
                .update();

        database.new Leader().retains(keeping(90, 30));

        assertThat(database.count("select count(*) from harvest_document")).isEqualTo(1);
    }

    @Test
    void keysAndOperationsGoWhenTheyAreOld() {
        database.jdbc
                .sql("insert into harvest_request_key (key, request, created) select n::text, 'r', now() - interval"
                        + " '20 hours' * n from generate_series(1, 3) n")
                .update();
        database.new Leader().runs(database.ask(source, Kind.CLEAR, false));
        database.jdbc
                .sql("update harvest_operation set finished = now() - interval '91 days'")
                .update();
        var open = database.ask(source, Kind.CLEAR, false);

        database.new Leader().retains(keeping(90, 30));

        assertThat(database.texts("select key from harvest_request_key")).containsExactly("1");
        assertThat(database.texts("select id::text from harvest_operation"))
                .containsExactly(open.id().toString());
    }

    @Test
    void eventsOfTheAuditTrailGoWhenTheyAreOld() {
        database.jdbc.sql("""
            insert into audit_event (id, at, who, action, outcome, request_id)
            select gen_random_uuid(), now() - interval '300 days' * n, 'anybody', 'test', 'done', 'request-' || n from generate_series(1, 3) n
            """).update();

        database.new Leader().retains(keeping(90, 30));

        assertThat(database.texts("select request_id from audit_event")).containsExactly("request-1");
        assertThat(removed("audit_event")).isEqualTo(2);
    }

    @Test
    void settingsThatWouldRemoveWhatIsNeededAreRefused() {
        assertThatThrownBy(() -> keeping(90, 0)).hasMessageContaining("garner.retention.jobs is at least 1");
        assertThatThrownBy(() -> new RetentionSettings(DAY, DAY, 30, Duration.ofHours(13), DAY, DAY, DAY))
                .hasMessageContaining("garner.retention.documents is at least 24h");
        assertThatThrownBy(() -> new RetentionSettings(DAY, Duration.ZERO, 30, DAY, DAY, DAY, DAY))
                .hasMessageContaining("garner.retention.history");
    }

    private static RetentionSettings keeping(int days, int jobs) {
        return new RetentionSettings(
                DAY,
                Duration.ofDays(days),
                jobs,
                Duration.ofHours(48),
                Duration.ofDays(90),
                Duration.ofDays(30),
                Duration.ofDays(400));
    }

    private void aged(List<UUID> jobs, int days) {
        // The trigger keeps the times of ended jobs as they are.
        database.jdbc
                .sql("alter table harvest_job disable trigger harvest_job_finished_by_sql")
                .update();
        database.jdbc
                .sql("""
                    update harvest_job set created = created - make_interval(days => :days), finished = finished - make_interval(days => :days)
                     where id = any(:jobs::uuid[])
                    """)
                .param("days", days)
                .param("jobs", jobs.stream().map(UUID::toString).toArray(String[]::new))
                .update();
    }

    private List<UUID> jobs() {
        return database.jdbc.sql("select id from harvest_job").query(UUID.class).list();
    }

    private double removed(String what) {
        return database.metrics
                .get("harvest.retention.removed")
                .tag("what", what)
                .counter()
                .count();
    }
}
