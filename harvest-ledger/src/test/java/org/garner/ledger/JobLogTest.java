package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.JobTicket;
import org.garner.ledger.HarvestErrors.ObjectFailure;
import org.garner.ledger.HarvestLog.Level;
import org.garner.ledger.HarvestLog.Line;
import org.garner.ledger.JobLog.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobLogTest {
    private final LedgerDatabase database = new LedgerDatabase();
    private final JobTicket ticket = database.running(database.source("coast"));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theMovesOfAJobAreInItsLogWhoeverMadeThem() {
        database.jobs.abort(ticket.job(), "sam", "not now");
        database.jobs.resume(ticket.job());
        database.jdbc
                .sql("update harvest_job set status = 'Finished' where status = 'Running'")
                .update();

        assertThat(contents(Level.DEBUG))
                .containsExactly(
                        "Asked for by test: mode incremental",
                        "Started, in epoch 1",
                        "Ended as aborted by sam: not now",
                        "Runs again, in epoch 2, after it had ended as aborted: not now",
                        "Ended as aborted by sql: finished by an SQL statement");
    }

    @Test
    void whatIsSaidComesIntoTheTableInItsOrderWithSourceAndRoomAndWithoutSecrets() {
        database.log.info(ticket.job(), Part.GATHER, "Page 1");
        database.log.warning(ticket.job(), Part.SWEEP, "Asked https://me:pass@x.example/?api_key=abc\u0000 again");
        database.log.debug(ticket.job(), Part.CONTROL, "not at this level");
        written();

        assertThat(lines(Level.DEBUG).subList(2, 4))
                .extracting(Line::level, Line::stage, Line::content, Line::room)
                .containsExactly(
                        tuple("INFO", "gather", "Page 1", "test"),
                        tuple("WARNING", "sweep", "Asked https://x.example/?api_key=*** again", "test"));
        assertThat(lines(Level.DEBUG))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.source()).isNotNull());
        assertThat(contents(Level.WARNING)).hasSize(1);
    }

    @Test
    void errorsNameTheirRecordAndAreBounded() {
        var source = database.sources
                .byId(database.jobs.find(ticket.job()).orElseThrow().source())
                .orElseThrow();
        var ids = database.listed(ticket, source, 6);
        var errors = new HarvestErrors(database.jdbc, database.log);
        database.inTransaction(() -> {
            errors.addObject(ticket, failures(ids));
            return true;
        });
        written();

        assertThat(lines(Level.ERROR))
                .allSatisfy(line -> assertThat(line.content()).startsWith(line.guid() + ": "))
                .extracting(Line::guid, Line::stage)
                .containsExactly(tuple("record-0", "import"), tuple("record-1", "import"), tuple("record-2", "import"));
        assertThat(contents(Level.WARNING))
                .hasSize(4)
                .last()
                .asString()
                .contains("3 problems of the job", "Its list of errors has all errors");
    }

    @Test
    void errorsOfATransactionThatIsRolledBackAreNotSaid() {
        var errors = new HarvestErrors(database.jdbc, database.log);
        database.transaction.executeWithoutResult(status -> {
            errors.addGather(ticket, List.of(new HarvestFailure.NotStored("a fault")));
            status.setRollbackOnly();
        });
        written();

        assertThat(contents(Level.ERROR)).isEmpty();
    }

    @Test
    void linesThatNobodyTakesAreCountedAndSaid() {
        IntStream.range(0, 10_007).forEach(i -> database.log.info(ticket.job(), Part.GATHER, "line " + i));
        database.log.start();
        database.log.stop();
        written();

        assertThat(contents(Level.WARNING))
                .containsExactly(
                        "7 lines that this process had for this log are lost: the database did not take them in time.");
    }

    @Test
    void aDatabaseThatRefusesLinesDelaysNobodyAndTheLossIsSaidWithTheNextLine() {
        database.log.start();
        database.jdbc.sql("alter table harvest_log rename to away").update();
        database.log.info(ticket.job(), Part.GATHER, "nobody hears this");
        database.log.stop();
        database.jdbc.sql("alter table away rename to harvest_log").update();
        database.log.info(ticket.job(), Part.GATHER, "back again");
        written();

        assertThat(contents(Level.WARNING))
                .containsExactly(
                        "1 lines that this process had for this log are lost: the database did not take them in time.");
    }

    @Test
    void theLogIsReadInPagesAndOldLinesGo() {
        IntStream.range(0, 5).forEach(i -> database.log.info(ticket.job(), Part.GATHER, "line " + i));
        written();

        var first = database.lines.ofJob(ticket.job(), Level.DEBUG, 0, 4);
        var second =
                database.lines.ofJob(ticket.job(), Level.DEBUG, first.getLast().id(), 4);
        assertThat(second).extracting(Line::content).containsExactly("line 2", "line 3", "line 4");
        assertThat(database.lines.newest(null, null, 1, 2))
                .extracting(Line::content)
                .containsExactly("line 3", "line 2");
        assertThat(database.lines.newest(Level.ERROR, null, 0, 2)).isEmpty();

        database.jdbc
                .sql("update harvest_log set created = created - interval '31 days' where content in ('line 1',"
                        + " 'line 2')")
                .update();
        assertThat(database.lines.forget(Duration.ofDays(30), 1)).isEqualTo(1);
        assertThat(database.lines.forget(Duration.ofDays(30), 100)).isEqualTo(1);
        assertThat(contents(Level.DEBUG)).hasSize(5);
    }

    /** Waits until all is written. */
    private void written() {
        database.log.start();
        database.log.stop();
    }

    private static List<ObjectFailure> failures(List<UUID> ids) {
        return ids.stream()
                .map(id -> new ObjectFailure(id, "Import", new HarvestFailure.NotStored("a fault")))
                .toList();
    }

    private List<Line> lines(Level level) {
        return database.lines.ofJob(ticket.job(), level, 0, 100);
    }

    private List<String> contents(Level level) {
        return lines(level).stream().map(Line::content).toList();
    }
}
