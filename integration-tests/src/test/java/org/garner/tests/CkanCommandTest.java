package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.garner.tests.CkanCommand.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The lines of the manual, as they stand there, against a server that runs: one story from a new source to its removal. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CkanCommandTest {
    private static final String CKAN = "ckan -c /etc/ckan/production.ini harvester ";

    private final LocalSite site = new LocalSite();
    private RunningGarner garner;
    private CkanCommand ckan;

    @BeforeAll
    void start() throws Exception {
        var dist = Clone.distribution();
        assumeTrue(dist.isPresent(), "The distribution is not built: run the verify phase of all modules");
        site.tree(
                "/tides/",
                Map.of("one.xml", IsoRecord.bytes("one", "Tides"), "two.xml", IsoRecord.bytes("two", "Waves")));
        garner = RunningGarner.start("ckan-command");
        var folder = RunningGarner.emptyFolder("ckan-command-dist");
        ckan = new CkanCommand(Files.createDirectories(folder), dist.orElseThrow())
                .settings(
                        "GARNER_SERVER=" + garner.server().url(),
                        "GARNER_ADMIN_TOKEN=" + garner.server().token().value());
    }

    @AfterAll
    void stop() {
        site.close();
        if (garner != null) {
            garner.close();
        }
    }

    @Test
    @Order(1)
    void aSourceIsMadeOnceShownAndListed() throws Exception {
        var line = "source create tides %s waf 'The tides' true tide-board DAILY".formatted(site.at("/tides/"));

        var made = done(line);

        assertThat(made).startsWith("Created new harvest source:\nSource id: ").endsWith("There is 1 harvest source\n");
        var again = ckan.run(CKAN + line);
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).startsWith("Validation error:\n\t");
        var shown = done("source show tides");
        assertThat(shown)
                .contains("\tname: tides\n\turl: %s\n\ttype: waf\n\tactive: True\n\tfrequency: DAILY\n\tjobs: 0\n"
                        .formatted(site.at("/tides/")));
        assertThat(done("sources")).isEqualTo(shown + "There is 1 active harvest source\n");
        assertThat(ckan.run(CKAN + "source show nowhere").err()).isEqualTo("Source <nowhere> not found.\n");
    }

    @Test
    @Order(2)
    void aJobRunsInTheForegroundWithALogAndIsListed() throws Exception {
        var run = ckan.run(CKAN + "run-test tides");

        assertThat(run.status()).as("%s", run).isZero();
        assertThat(run.out()).contains("\t\tstatus: Finished\n").contains("\t\tobjects: 2\n");
        assertThat(run.err()).contains("tides: job ", "was started");
        assertThat(done("jobs")).isEqualTo(run.out() + "There is 1 harvest job\n");
        var one = ckan.run(CKAN + "run-test tides force-import=" + site.at("/tides/one.xml"));
        assertThat(one.status()).as("%s", one).isZero();
        assertThat(one.out()).contains("\t\tobjects: 1\n");
    }

    @Test
    @Order(3)
    void aHangingJobIsAbortedByItsSourceAndTheQueueIsPurged() throws Exception {
        var stuck = new CountDownLatch(1);
        site.answer("/tides/", asked -> {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return LocalSite.index(Stream.of("one.xml", "two.xml"));
        });
        try {
            assertThat(done("job tides")).contains("\tJob id: ").contains("new harvest job");
            var busy = ckan.run(CKAN + "run-test tides");
            assertThat(busy.status()).as("%s", busy).isEqualTo(2);
            assertThat(busy.err()).contains("has an open job", "last progress");
            assertThat(ckan.run(CKAN + "job tides").status()).isEqualTo(1);
            assertThat(done("job-abort tides")).isEqualTo("Job status: Finished\n");
            assertThat(done("job-abort --force --source tides")).isEqualTo("Job status: Finished\n");

            done("job tides");
            var purged = ckan.run(CKAN + "purge-queues");
            assertThat(purged.status()).isZero();
            assertThat(purged.err()).startsWith("In the queue: 1 open job, ");
            assertThat(purged.out()).contains(" of tides\nPurged: 1 open job, ");
        } finally {
            stuck.countDown();
        }
        assertThat(garner.rows("select count(*) from harvest_job where status <> 'Finished'"))
                .containsExactly("0");
        site.tree(
                "/tides/",
                Map.of("one.xml", IsoRecord.bytes("one", "Tides"), "two.xml", IsoRecord.bytes("two", "Waves")));
    }

    @Test
    @Order(4)
    void documentsAreReadAgainAndAllSourcesAreStarted() throws Exception {
        assertThat(done("import tides")).isEqualTo("2 objects reimported\n");
        awaitNoJob();
        assertThat(done("job-all")).isEqualTo("Created 1 new harvest jobs\n");
        awaitNoJob();
        assertThat(done("abort-failed-jobs 3")).isEqualTo("There is no jobs to abort\n");
        done("run");
        done("reindex");
        done("initdb");
        done("clean-harvest-log");
        assertThat(done("harvesters_info")).contains("\"waf\"");
    }

    @Test
    @Order(5)
    void aSourceIsClearedForgottenAndRemoved() throws Exception {
        assertThat(done("source clear tides")).isEqualTo("Cleared harvest source: tides\n");
        assertThat(garner.rows("select count(*) from package where state = 'active'"))
                .containsExactly("0");
        assertThat(done("source clear-history tides")).isEqualTo("Cleared job history of harvest source: tides\n");
        assertThat(done("jobs")).isEqualTo("There are 0 harvest jobs\n");
        assertThat(done("source clear-history"))
                .isEqualTo("Cleared job history for all harvest sources: 1 source(s)\n");
        assertThat(done("source remove tides")).isEqualTo("Removed harvest source: tides\n");
        assertThat(done("sources all")).isEqualTo("There are 0 harvest sources\n");
    }

    /** What a line prints that goes well. */
    private String done(String words) throws Exception {
        Ended ended = ckan.run(CKAN + words);
        assertThat(ended.status()).as("%s: %s", words, ended).isZero();
        return ended.out();
    }

    private void awaitNoJob() {
        Await.until(
                Duration.ofSeconds(30),
                () -> "the end of the open jobs",
                () -> garner.rows("select count(*) from harvest_job where status <> 'Finished'")
                        .equals(List.of("0")));
    }
}
