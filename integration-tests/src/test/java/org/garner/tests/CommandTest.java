package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as its users run it: the built distribution in processes of its own. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CommandTest {
    private static final List<String> REPORT = List.of(
            "job",
            "source",
            "outcome",
            "gathered",
            "duplicates",
            "stats",
            "errors_total",
            "errors",
            "requests",
            "bytes",
            "seconds");
    private static final List<String> STATS =
            List.of("added", "updated", "unchanged", "deleted", "errored", "cancelled");
    private static final List<String> ERROR = List.of("guid", "stage", "kind", "message", "line", "url");

    private final LocalSite site = new LocalSite();
    private final Path output;
    private final GarnerScript script;

    CommandTest(@TempDir Path output) {
        this.output = output;
        script = new GarnerScript(output);
    }

    @AfterEach
    void stop() throws InterruptedException {
        site.close();
        script.stop();
    }

    @Test
    void harvestReportsAndARunningServerTakesTheNextJobs() throws Exception {
        var data = RunningGarner.emptyFolder("command-data");
        var url = site.at("/levels/").toString();
        var files = new TreeMap<>(Map.of(
                "one.xml", IsoRecord.bytes("one", "Tides"),
                "two.xml", IsoRecord.bytes("two", "Waves"),
                "three.xml", IsoRecord.bytes("three", "Winds"),
                "four.xml", IsoRecord.bytes("four", "Currents")));
        site.tree("/levels/", files);

        var first = garner("harvest", url, "--json", "--data", data.toString());

        assertThat(first.status()).as("%s", first).isZero();
        assertThat(first.report().path("outcome").asString()).isEqualTo("succeeded");
        assertThat(first.report().path("stats").path("added").asInt()).isEqualTo(4);
        assertThat(first.stderr()).contains("Starting Postgres, Kafka, Solr");
        assertThat(first.stdout().strip().lines()).hasSize(1);

        // The folder has an owner now: the next commands hand their jobs to it.
        var server = script.launch(List.of("up", "--port", "0", "--data", data.toString()));

        files.put("bad.xml", "<nothing/>".getBytes(StandardCharsets.UTF_8));
        site.tree("/levels/", files);
        var errors = output.resolve("errors.csv");
        var second = garner("harvest", url, "--json", "--data", data.toString(), "--errors", errors.toString());

        assertThat(second.status()).as("%s", second).isEqualTo(1);
        assertThat(second.stderr()).contains("the job is submitted there");
        assertThat(second.report().path("source")).isEqualTo(first.report().path("source"));
        assertThat(second.report().path("job")).isNotEqualTo(first.report().path("job"));
        assertThat(second.report().path("stats").path("unchanged").asInt()).isEqualTo(4);
        assertThat(second.report().path("stats").path("errored").asInt()).isEqualTo(1);
        assertThat(second.report().path("errors_total").asInt()).isEqualTo(1);
        assertThat(second.report().path("errors").path(0).path("guid").asString())
                .endsWith("/levels/bad.xml");
        assertThat(Files.readString(errors))
                .contains("guid,stage,kind,message,line,url\r\n")
                .contains("bad.xml");

        var named = garner(
                "harvest",
                site.at("/other/").toString(),
                "--type",
                "waf",
                "--name",
                second.source(),
                "--data",
                data.toString());
        assertThat(named.status()).as("%s", named).isEqualTo(64);
        assertThat(named.stderr()).contains(url).contains(site.at("/other/").toString());

        site.tree("/levels/", Map.of());
        var held = garner("harvest", url, "--type", "waf", "--json", "--data", data.toString());
        assertThat(held.status()).as("%s", held).isEqualTo(3);
        assertThat(held.report().path("outcome").asString()).isEqualTo("held");
        assertThat(held.report().path("stats").path("deleted").asInt()).isZero();

        server.destroy();
        assertThat(server.waitFor(60, TimeUnit.SECONDS))
                .as("the server stops when asked to")
                .isTrue();
    }

    @Test
    void harvestOfAnAddressThatDoesNotAnswerEndsWith2AndSaysWhy() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var url = "http://localhost:%d/csw".formatted(port);
        var ended = garner(
                "harvest",
                url,
                "--json",
                "--data",
                RunningGarner.emptyFolder("command-unused").toString());

        assertThat(ended.status()).as("%s", ended).isEqualTo(2);
        assertThat(ended.report().path("outcome").asString()).isEqualTo("failed");
        assertThat(ended.report().path("errors").path(0).path("message").asString())
                .contains(url)
                .contains("could not be reached");
        assertThat(ended.stderr()).contains(url);
    }

    @Test
    void wrongUsageOfHarvestEndsWith64() throws Exception {
        assertThat(garner("harvest").status()).isEqualTo(64);
        assertThat(garner("harvest", "ftp://localhost/records").status()).isEqualTo(64);
        assertThat(garner("harvest", "http://localhost:9/", "--type", "no-such-type")
                        .status())
                .isEqualTo(64);
    }

    @Test
    void inspectTellsByItsStatusHowMuchCouldBeRead() throws Exception {
        var good = Files.writeString(output.resolve("good.xml"), IsoRecord.of("one", "Tides"));
        var read = garner("inspect", good.toString(), "--json");
        System.out.printf("garner inspect of one file: %.1f s%n", read.seconds());
        assertThat(read.status()).as("%s", read).isZero();
        var found = read.last();
        assertThat(found.propertyNames()).containsExactly("format", "datasets", "warnings", "errors");
        assertThat(found.path("datasets")).hasSize(1);
        assertThat(found.path("datasets").path(0).path("title").asString()).isEqualTo("Tides");
        assertThat(found.path("datasets").path(0).has("id")).isFalse();

        var page = Files.writeString(output.resolve("page.xml"), "<html><body>Sign in</body></html>");
        var unread = garner("inspect", page.toString(), "--json");
        assertThat(unread.status()).as("%s", unread).isEqualTo(2);
        assertThat(unread.last().path("errors")).hasSize(1);

        site.tree(
                "/levels/",
                Map.of(
                        "one.xml",
                        IsoRecord.bytes("one", "Tides"),
                        "bad.xml",
                        "<nothing/>".getBytes(StandardCharsets.UTF_8)));
        var some = garner("inspect", site.at("/levels/").toString(), "--json");
        assertThat(some.status()).as("%s", some).isEqualTo(1);
        assertThat(some.last().path("datasets")).hasSize(1);
        assertThat(some.last().path("errors").path(0).path("record").asString()).endsWith("/levels/bad.xml");
    }

    @Test
    void theDemoFindsItsPlantedFaultsAndOnlyThose() throws Exception {
        var ended = garner(
                "demo",
                "--once",
                "--data",
                RunningGarner.emptyFolder("command-demo").toString());
        assertThat(ended.status()).as("%s", ended).isZero();
    }

    /** What came of a command. */
    private record Ended(int status, String stdout, String stderr, double seconds) {
        /** The last line of stdout. */
        JsonNode last() {
            return JsonMapper.shared().readTree(stdout.strip().lines().toList().getLast());
        }

        /** The last line of stdout as the report of a harvest, whose members are exactly those that were promised, and whose counts add up. */
        JsonNode report() {
            var report = last();
            assertThat(report.propertyNames()).containsExactlyElementsOf(REPORT);
            assertThat(report.path("stats").propertyNames()).containsExactlyElementsOf(STATS);
            report.path("errors")
                    .forEach(error -> assertThat(error.propertyNames()).containsExactlyElementsOf(ERROR));
            var stats = report.path("stats");
            assertThat(report.path("gathered").asInt())
                    .isEqualTo(STATS.stream()
                            .filter(name -> !name.equals("deleted"))
                            .mapToInt(name -> stats.path(name).asInt())
                            .sum());
            return report;
        }

        String source() {
            return report().path("source").asString();
        }
    }

    private Ended garner(String... arguments) throws IOException, InterruptedException {
        var began = System.nanoTime();
        var process = script.launch(List.of(arguments));
        assertThat(process.waitFor(3, TimeUnit.MINUTES))
                .as("garner %s ends", String.join(" ", arguments))
                .isTrue();
        return new Ended(process.exitValue(), script.out(), script.err(), (System.nanoTime() - began) / 1e9);
    }
}
