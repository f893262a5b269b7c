package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operator's verbs as operators type them: the script of the distribution against a running server. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class VerbsTest {
    private final LocalSite site = new LocalSite();
    private final Path data = RunningGarner.emptyFolder("verbs-data");
    private final CountDownLatch answer = new CountDownLatch(1);
    private final GarnerScript script;

    VerbsTest(@TempDir Path output) {
        script = new GarnerScript(output);
    }

    private record Ended(int status, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    @BeforeEach
    void start() throws IOException {
        launch("up", "--port", "0");
        Await.until(
                Duration.ofMinutes(2),
                () -> "garner up to say where it answers",
                () -> script.out().startsWith("http"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        answer.countDown();
        site.close();
        script.stop();
    }

    @Test
    void aSourceIsAddedHarvestedLookedIntoAndDeleted() throws Exception {
        var files = new TreeMap<>(Map.of(
                "one.xml", IsoRecord.bytes("one", "Tides"),
                "two.xml", IsoRecord.bytes("two", "Waves"),
                "three.xml", IsoRecord.bytes("three", "Winds"),
                "bad.xml", "<nothing/>".getBytes(StandardCharsets.UTF_8)));
        site.tree("/levels/", files);
        var url = site.at("/levels/").toString();

        assertThat(garner(0, "source", "add", url, "--type", "waf", "--name", "levels")
                        .out())
                .isEqualTo("levels\n");
        assertThat(garner(1, "job", "start", "levels", "--watch").out())
                .contains("levels: with errors", "3 added, 1 errored", "garner job retry levels");
        var job = garner(0, "job", "list", "--source", url, "--json").json();
        var id = job.path("id").asString();
        assertThat(job.at("/counts/added").asInt()).isEqualTo(3);
        assertThat(garner(0, "job", "report", id.substring(0, 23)).out()).contains(id, "1 x Import, ");
        assertThat(garner(0, "job", "errors", id, "--csv").out())
                .startsWith("guid,stage,kind,message,line,url\r\n")
                .contains("/levels/bad.xml,Import,");
        assertThat(garner(0, "record", "show", "levels", url + "bad.xml").out())
                .contains("never read successfully", id);
        assertThat(garner(0, "record", "refetch", "levels", url + "one.xml", "--watch")
                        .out())
                .contains("mode record", "1 records named by the ledger: 1 unchanged");

        files.put("two.xml", IsoRecord.bytes("two", "Great waves"));
        site.tree("/levels/", files);
        var dry = garner(1, "job", "run-test", "levels", "--dry-run");
        assertThat(dry.err()).contains("listing", "bad.xml", "ended: with errors");
        var planned = dry.out().replaceAll("(?s).*job (\\S+), mode dry_run.*", "$1");
        assertThat(garner(0, "job", "plan", planned).out())
                .contains("updated  " + url + "two.xml", "\"Waves\" -> \"Great waves\"");

        assertThat(garner(0, "source", "reconcile", "levels").out()).contains("4 said = 3 held + 1 errored", "bad.xml");
        assertThat(garner(64, "source", "clear", "levels").err()).contains("3 datasets", "--yes");
        assertThat(garner(0, "source", "clear", "levels", "--yes").err()).contains("clear of levels: done");
        assertThat(garner(0, "source", "delete", "levels", "--yes").err()).contains("levels takes no jobs any more");
        assertThat(garner(0, "operation", "list").out()).contains("clear", "done");
        assertThat(garner(2, "source", "show", "levels").err()).contains("There is no source 'levels'");
    }

    @Test
    void aJobThatIsInTheWayIsDescribedPurgedResumedAndAborted() throws Exception {
        site.tree("/slow/", Map.of("one.xml", IsoRecord.bytes("one", "Tides")));
        site.answer("/slow/one.xml", asked -> {
            waits();
            return LocalSite.Reply.xml(IsoRecord.bytes("one", "Tides"));
        });
        garner(0, "source", "add", site.at("/slow/").toString(), "--type", "waf", "--name", "slow");
        var id = garner(0, "job", "start", "slow").out().strip();

        assertThat(garner(2, "job", "run-test", "slow").err()).contains(id, "in the phase harvest", "last progress");
        assertThat(garner(0, "status").out()).contains("Safe to restart?  Yes", id, "slow");
        assertThat(garner(0, "queue", "list").out()).contains(id, "fetch");
        assertThat(garner(64, "queue", "purge").err()).contains("1 open job", "--yes");
        assertThat(garner(0, "queue", "purge", "--yes").err()).contains("1 job was ended");
        assertThat(garner(0, "job", "resume", id).err()).contains("goes on");
        assertThat(garner(0, "job", "abort", id).err()).contains("is aborted");
        assertThat(garner(2, "job", "abort", id).err()).contains("ended already");
        var open = garner(0, "job", "start", "slow").out().strip();
        launch("job", "run-test", "slow", "--abort-open", "--mode", "full");
        Await.until(
                Duration.ofMinutes(1),
                () -> "the open job to be aborted",
                () -> script.err().contains("its open job " + open + " was aborted"));
        answer.countDown();
        assertThat(ended(0).err()).contains("ended: succeeded");

        assertThat(garner(0, "workers").out()).contains("gather", "fetch", "import", "working");
        assertThat(garner(0, "workers", "restart", "fetch").err()).contains("next heartbeat");
        garner(0, "source", "set", "slow", "--frequency", "DAILY");
        assertThat(garner(0, "schedule").out()).contains("slow", "DAILY");
    }

    private void waits() {
        try {
            answer.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Ended garner(int expected, String... arguments) throws IOException, InterruptedException {
        launch(arguments);
        return ended(expected);
    }

    /** What came of the command that was started last. */
    private Ended ended(int expected) throws IOException, InterruptedException {
        var process = script.last();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the command ends").isTrue();
        var ended = new Ended(process.exitValue(), script.out(), script.err());
        assertThat(ended.status())
                .as("%s: %s", process.info().commandLine().orElse("the command"), ended)
                .isEqualTo(expected);
        return ended;
    }

    private void launch(String... arguments) throws IOException {
        var typed = new ArrayList<>(List.of(arguments));
        typed.addAll(List.of("--data", data.toString()));
        script.launch(typed);
    }
}
