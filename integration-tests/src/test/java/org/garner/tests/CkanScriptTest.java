package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the script {@code ckan} makes of a line, with a java that only tells how it was called. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CkanScriptTest {
    private static final String JAVA = """
        #!/usr/bin/env bash
        for word in "$@"; do case $word in org.garner.*) main=$word ;; esac; done
        echo "$(sed "s/.* $main/$main/" <<<"$*") port=${GARNER_PORT:-} server=${GARNER_SERVER:-} token=${GARNER_TOKEN:-}"
        case $main in *Worker) trap 'echo "$main ends"; exit 143' TERM; while :; do sleep 0.1; done ;; esac
        """;

    private CkanCommand ckan;

    @BeforeEach
    void layOut() throws Exception {
        var dist = Clone.distribution();
        assumeTrue(dist.isPresent(), "The distribution is not built: run the verify phase of all modules");
        var folder = RunningGarner.emptyFolder("ckan-script");
        ckan = new CkanCommand(Files.createDirectories(folder.resolve("dist")), dist.orElseThrow());
        var bin = Files.createDirectories(folder.resolve("jdk/bin"));
        assertThat(Files.writeString(bin.resolve("java"), JAVA).toFile().setExecutable(true))
                .isTrue();
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        ckan.with("JAVA_HOME", folder.resolve("jdk").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "ckan -c /etc/ckan/production.ini harvester jobs, harvester jobs",
        "ckan harvester jobs -c /etc/ckan/production.ini, harvester jobs",
        "ckan --config=/etc/ckan/production.ini harvester source show tides, harvester source show tides",
        "ckan --config /etc/ckan/production.ini harvester purge-queues, harvester purge-queues",
        "ckan harvester run-test 'two words' force-import=a, harvester run-test two words force-import=a"
    })
    void harvesterLinesGoToGarnerWithoutTheSettingsOfCkan(String line, String forwarded) throws Exception {
        var ended = ckan.run(line);

        assertThat(ended.status()).as("%s", ended).isZero();
        assertThat(ended.out()).startsWith("org.garner.Garner " + forwarded + " port=");
    }

    @Test
    void whatTheEnvironmentDoesNotSayIsInTheFileOfTheServices() throws Exception {
        ckan.settings(
                "# a comment",
                "GARNER_SERVER=\"http://control.example:8080\"",
                "GARNER_ADMIN_TOKEN=letmein",
                "PATH=/nowhere");

        assertThat(ckan.run("ckan harvester jobs").out()).contains("server=http://control.example:8080 token=letmein");
        ckan.with("GARNER_SERVER", "http://other.example").with("GARNER_TOKEN", "mine");
        assertThat(ckan.run("ckan harvester jobs").out()).contains("server=http://other.example token=mine");
    }

    @ParameterizedTest
    @CsvSource({
        "search-index rebuild, 69, follows every change",
        "-c x.ini user list, 69, garner token",
        "datagovuk remove-duplicates, 69, garner --help",
        "frobnicate, 64, is no command of CKAN",
        "'', 64, Usage: ckan",
        "-c, 64, is followed by a file",
        "db init, 0, nothing to do"
    })
    void whatGarnerDoesNotHaveIsNamed(String words, int status, String said) throws Exception {
        var ended = ckan.run("ckan " + words);

        assertThat(ended.status()).as("%s", ended).isEqualTo(status);
        assertThat(ended.err()).contains(said);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void helpSaysWhatIsForwarded() throws Exception {
        var help = ckan.run("ckan --help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("harvester VERB", "GARNER_SERVER", "Exit status");
    }

    @Test
    void theGatherConsumerIsAGatherWorkerOnAFreePort() throws Exception {
        var process = ckan.start("exec ckan -c /etc/ckan/production.ini harvester gather-consumer");
        try {
            Await.until(
                    Duration.ofSeconds(20),
                    () -> "a gather worker",
                    () -> ckan.ended(process).out().contains("org.garner.gather.GatherWorker port=0 "));
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(ckan.ended(process).err()).contains("gather worker");
    }

    @Test
    void theFetchConsumerIsAFetchAndAnImportWorkerThatEndTogether() throws Exception {
        ckan.with("GARNER_PORT", "8082");
        var process = ckan.start("exec ckan harvester fetch_consumer");
        try {
            Await.until(Duration.ofSeconds(20), () -> "both workers", () -> {
                var out = ckan.ended(process).out();
                return out.contains("org.garner.fetch.FetchWorker port=8082 ")
                        && out.contains("org.garner.importer.ImportWorker port=0 ");
            });
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(ckan.ended(process).out())
                .contains("org.garner.fetch.FetchWorker ends")
                .contains("org.garner.importer.ImportWorker ends");
    }
}
