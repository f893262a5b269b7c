package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.garner.harvest.HarvestSource;
import org.garner.ledger.Operations.Kind;
import org.garner.ledger.Operations.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationRunnerTest {
    private final ControlDatabase database = new ControlDatabase();
    private final HarvestSource source = database.source("roads");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aClearedSourceHasNoDatasetsAndItsNextHarvestBringsThemBackUnderTheSameIdsAndNames() {
        database.harvested(source, "first", "a", "b", "c");
        var other = database.source("rivers");
        database.harvested(other, "first", "x");
        var before = active();
        database.jdbc
                .sql("update package set state = 'deleted', withdrawn_by = 'operator' where guid = 'c'")
                .update();

        var cleared = database.new Leader().runs(database.ask(source, Kind.CLEAR, false));

        assertThat(cleared.state()).isEqualTo(State.DONE);
        assertThat(cleared.done()).isEqualTo(6).isEqualTo(cleared.total());
        assertThat(active()).hasSize(1).allMatch(row -> row.endsWith(" x"));
        assertThat(database.records.count(source.id())).isZero();
        assertThat(database.records.count(other.id())).isEqualTo(1);
        assertThat(database.count("select count(*) from harvest_object where current"))
                .isEqualTo(1);
        assertThat(database.count("select count(*) from package_index where indexed_revision < revision"))
                .isEqualTo(4);
        database.harvested(source, "first", "a", "b", "c");
        assertThat(active())
                .as("what an operator had withdrawn stays withdrawn")
                .containsExactlyElementsOf(
                        before.stream().filter(row -> !row.endsWith(" c")).toList());
    }

    @Test
    void theNextLeaderGoesOnWhereTheLastOneStood() {
        var guids = IntStream.range(0, 1200).mapToObj("r%04d"::formatted).toArray(String[]::new);
        database.harvested(source, "first", guids);
        var operation = database.ask(source, Kind.CLEAR, false);
        database.jdbc.sql("""
            create function one_batch_and_no_more() returns trigger language plpgsql as $$
            begin
                if new.done > 1000 then raise exception 'the leader died here'; end if;
                return new;
            end $$
            """).update();
        database.jdbc
                .sql("create trigger one_batch before update on harvest_operation for each row execute function"
                        + " one_batch_and_no_more()")
                .update();
        var first = database.new Leader().runs(operation);
        database.jdbc.sql("drop trigger one_batch on harvest_operation").update();

        assertThat(first.state()).isEqualTo(State.RUNNING);
        assertThat(first.done()).isEqualTo(1000);
        assertThat(active()).as("a batch goes as a whole").hasSize(700);
        assertThat(database.records.count(source.id())).isEqualTo(700);

        var second = database.new Leader().runs(operation);

        assertThat(second.state()).isEqualTo(State.DONE);
        assertThat(second.done()).isEqualTo(2400).isEqualTo(second.total());
        assertThat(active()).isEmpty();
    }

    @Test
    void aLeaderThatHasLostTheLeadCommitsNothing() {
        database.harvested(source, "first", "a");
        var operation = database.ask(source, Kind.CLEAR, false);
        var old = database.new Leader();
        var leader = database.new Leader();

        assertThat(old.runs(operation).state()).isEqualTo(State.WAITING);
        assertThat(active()).hasSize(1);
        assertThat(leader.runs(operation).state()).isEqualTo(State.DONE);
    }

    @Test
    void anOperationThatFailsAgainAndAgainEndsWithTheReasonAndItsSourceTakesJobs() {
        database.harvested(source, "first", "a");
        var operation = database.ask(source, Kind.CLEAR, false);
        database.jdbc
                .sql("alter table package add constraint no_more check (state <> 'deleted')")
                .update();
        var leader = database.new Leader();

        var ended = operation;
        for (int tries = 0; tries < 5; tries++) {
            assertThat(ended.state().open()).isTrue();
            ended = leader.runs(operation);
        }

        assertThat(ended.state()).isEqualTo(State.FAILED);
        assertThat(ended.reason())
                .startsWith("A batch failed 5 times, after 0 rows:")
                .contains("no_more");
        assertThat(database.jobs.add(source.id(), "incremental", "test")).isPresent();
    }

    @Test
    void aJobThatEndedButIsNotSettledIsWaitedFor() {
        var job = database.jobs.add(source.id(), "incremental", "test").orElseThrow();
        var operation = database.ask(source, Kind.CLEAR_HISTORY, false);
        var leader = database.new Leader();

        assertThat(leader.runs(operation).state()).isEqualTo(State.WAITING);
        database.jobs.abort(job, "test", "aborted for it");
        assertThat(leader.runs(operation).state()).isEqualTo(State.WAITING);
        database.jdbc.sql("update harvest_job_progress set phase = 'ended'").update();
        assertThat(leader.runs(operation).state()).isEqualTo(State.DONE);
        assertThat(database.jobs.find(job)).isEmpty();
    }

    @Test
    void aClearedHistoryLeavesNothingOfEndedJobsButTheDatasetsAndWhatIsHeld() {
        database.harvested(source, "first", "a", "b");
        database.harvested(source, "second", "a");
        var other = database.source("rivers");
        var spared = database.harvested(other, "first", "x");

        var done = database.new Leader().runs(database.ask(source, Kind.CLEAR_HISTORY, false));

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.done()).isEqualTo(3).isEqualTo(done.total());
        for (var table : List.of("harvest_object", "harvest_order")) {
            assertThat(database.count("select count(*) from " + table))
                    .as(table)
                    .isEqualTo(1);
        }
        assertThat(database.texts("select id::text from harvest_job")).containsExactly(spared.toString());
        assertThat(database.texts("select job_id::text from harvest_job_progress"))
                .containsExactly(spared.toString());
        for (var table : List.of(
                "batch_job_instance",
                "batch_job_execution",
                "batch_job_execution_params",
                "batch_job_execution_context",
                "batch_step_execution",
                "batch_step_execution_context")) {
            assertThat(database.count("select count(*) from " + table))
                    .as(table)
                    .isEqualTo(1);
        }
        assertThat(active()).hasSize(3);
        assertThat(database.records.count(source.id())).isEqualTo(2);
    }

    @Test
    void whatIsCurrentStaysWithItsJobAndItsCountsAndSoDoesTheNewestJob() {
        var gone = database.harvested(source, "first", "a");
        var thinned = database.harvested(source, "second", "a", "b");
        var newest = database.harvested(source, "third", "a");

        var done = database.new Leader().runs(database.ask(source, Kind.CLEAR_HISTORY, true));

        assertThat(done.done()).isEqualTo(3).isEqualTo(done.total());
        assertThat(database.jobs.find(gone)).isEmpty();
        assertThat(guids(thinned)).containsExactly("b");
        assertThat(database.count("select added from harvest_job_progress where job_id = '%s'".formatted(thinned)))
                .isEqualTo(2);
        assertThat(guids(newest)).containsExactly("a");
        assertThat(database.texts("select distinct job_id::text from harvest_order"))
                .containsExactly(newest.toString());
    }

    @Test
    void aSourceIsDeletedAfterItsDatasets() {
        database.harvested(source, "first", "a", "b");

        database.new Leader().runs(database.ask(source, Kind.DELETE_SOURCE, false));

        assertThat(database.sources.find("roads")).isEmpty();
        assertThat(active()).isEmpty();
        assertThat(database.count("select count(*) from harvest_job")).isEqualTo(1);
        assertThat(database.sources.operation(source.id())).isEmpty();
    }

    @Test
    void noJobStartsWhileAnOperationIsOpen() {
        var operation = database.ask(source, Kind.CLEAR, false);

        assertThat(database.jobs.add(source.id(), "incremental", "test")).isEmpty();
        assertThatThrownBy(() -> database.ask(source, Kind.CLEAR, false)).hasMessageContaining("one_open_operation");
        database.new Leader().runs(operation);
        assertThat(database.jobs.add(source.id(), "incremental", "test")).isPresent();
    }

    /** The datasets that everybody sees: their ids, names and records. */
    private List<String> active() {
        return database.texts(
                "select concat_ws(' ', id, name, guid) from package where state = 'active' order by guid, id");
    }

    private List<String> guids(UUID job) {
        return database.texts(
                "select guid from harvest_object where harvest_job_id = '%s' order by guid".formatted(job));
    }
}
