package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The disk of the database is full in the middle of a harvest, and has room again: no record is blamed for it, and nothing is lost. For how many
 * seconds: {@code -Dgarner.faults.outage}. A disk that is really full takes root on Linux; the refusals of one are also made by a trigger.
 */
@ExtendWith(Installation.Extension.class)
@Tag("faults")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FullDiskTest {
    private static final int RECORDS = 1000;
    private static final Duration AWAY = Duration.ofSeconds(Long.getLong("garner.faults.outage", 8));
    private static final long ROOM = 256L << 20;

    private final Installation garner;

    FullDiskTest(Installation garner) {
        this.garner = garner;
    }

    @Test
    void noRecordIsBlamedForADiskThatIsFull() throws Exception {
        var admin = JdbcClient.create(garner.backends().database());
        admin.sql("""
            create function refused_by_a_test() returns trigger language plpgsql as $$
            begin
                raise exception 'could not extend file: No space left on device' using errcode = '53100';
            end $$
            """).update();
        try {
            harvest("refused", 81, job -> {
                admin.sql("create trigger refused_by_a_test before insert on resource execute function"
                                + " refused_by_a_test()")
                        .update();
                Thread.sleep(AWAY);
                admin.sql("drop trigger refused_by_a_test on resource").update();
            });
        } finally {
            admin.sql("drop function refused_by_a_test cascade").update();
        }
    }

    @Test
    void aFullDiskStopsTheDatabaseCleanlyAndAllGoesOnWhenThereIsRoomAgain() throws Exception {
        try (var disk = OnSmallDisk.of(garner.backends())) {
            harvest("full", 82, job -> {
                disk.fill();
                Await.until(
                        Duration.ofSeconds(30),
                        () -> "anybody to say that the database is in trouble; status: "
                                + garner.api().problems(),
                        () -> !garner.api().problems().isEmpty());
                System.out.println("While the disk is full: " + garner.api().problems());
                Thread.sleep(AWAY);
                disk.free();
                if (!garner.backends().postgresRuns()) {
                    System.out.println("Postgres had ended and is started again, as an operator does");
                    garner.backends().startPostgres();
                }
            });
        }
    }

    /** What happens in the middle. */
    private interface Trouble {
        void during(UUID job) throws Exception;
    }

    private void harvest(String name, long seed, Trouble trouble) throws Exception {
        var source = new SimulatedCsw(
                        "/" + name, Records.of(RECORDS).seeded(seed).sized(6000))
                .pageCap(50)
                .withoutIsoPages();
        source.latency(Duration.ofMillis(150));
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var jobs = new ArrayList<UUID>();
            jobs.add(garner.api().harvest(name, "csw", simulator.uri(source)));
            Await.until(
                    Duration.ofMinutes(1),
                    () -> "the harvest to be under way; it is " + garner.api().job(jobs.getFirst()) + garner.logs(),
                    () -> garner.ledger().outcomes(jobs.getFirst()).getOrDefault("added", 0L) > 0);

            trouble.during(jobs.getFirst());

            garner.rooms().forEach(room -> room.awaitReady(garner.api()));
            garner.awaitSettled(jobs.getFirst(), Duration.ofMinutes(5));
            var shown = garner.api().job(jobs.getFirst());
            System.out.printf("%s: %s, %s%n", name, shown.path("outcome").asString(), shown.path("counts"));
            assertThat(garner.api().counts(shown).errored())
                    .as("records that were blamed: %s%s", shown, garner.logs())
                    .isZero();
            if (!shown.path("outcome").asString().equals("succeeded")) {
                assertThat(shown.path("reason").asString()).isNotBlank();
                jobs.add(garner.api().startAgain(name));
                garner.awaitSettled(jobs.getLast(), Duration.ofMinutes(5));
            }
            new Exactness(garner).check(source, garner.ledger().sourceOf(jobs.getFirst()), jobs);
        }
    }

    /** The data of Postgres on a disk of its own for a while. */
    private record OnSmallDisk(Backends backends, Path data, SmallDisk disk) implements AutoCloseable {
        static OnSmallDisk of(Backends backends) throws IOException {
            var data = backends.postgresData();
            var kept = data.resolveSibling("data.kept");
            backends.stopPostgres();
            Files.move(data, kept);
            Files.createDirectory(data);
            try {
                var disk = SmallDisk.over(data, sizeOf(kept) + ROOM);
                copy(kept, data);
                return new OnSmallDisk(backends, data, disk);
            } catch (RuntimeException | Error e) {
                delete(data);
                Files.move(kept, data);
                throw e;
            } finally {
                backends.startPostgres();
            }
        }

        void fill() {
            disk.fill();
        }

        void free() {
            disk.free();
        }

        @Override
        public void close() throws IOException {
            var kept = data.resolveSibling("data.kept");
            backends.stopPostgres();
            disk.free();
            delete(kept);
            Files.createDirectory(kept);
            copy(data, kept);
            disk.close();
            delete(data);
            Files.move(kept, data);
            backends.startPostgres();
        }

        private static long sizeOf(Path folder) throws IOException {
            try (var all = Files.walk(folder)) {
                return all.filter(Files::isRegularFile)
                        .mapToLong(file -> file.toFile().length())
                        .sum();
            }
        }

        /** With owners and rights, those of the folder too, which is there already. */
        private static void copy(Path from, Path to) {
            must(List.of("cp", "--archive", from + "/.", to.toString()));
        }

        private static void delete(Path folder) {
            must(List.of("rm", "-rf", folder.toString()));
        }

        private static void must(List<String> command) {
            var trouble = SmallDisk.run(command);
            if (!trouble.isEmpty()) {
                throw new IllegalStateException(trouble);
            }
        }
    }
}
