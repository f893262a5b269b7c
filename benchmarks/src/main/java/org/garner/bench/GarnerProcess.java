package org.garner.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.garner.client.JobsClient;
import org.garner.client.ServerClient;
import org.garner.client.SourcesClient;
import tools.jackson.databind.JsonNode;

/** A Garner as users start it: {@code garner up} on an empty folder, with everything embedded. */
final class GarnerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);

    private final Child child;
    private final URI url;
    private final Path folder;
    private final ServerClient client;
    private final Rest rest;

    private GarnerProcess(Child child, URI url, Path folder) {
        this.child = child;
        this.url = url;
        this.folder = folder;
        var token = read(folder.resolve("admin.token"));
        this.client = new ServerClient(url, token);
        this.rest = new Rest(token);
    }

    /**
     * Starts it; returns when it answers.
     *
     * @param command what starts a garner command: the script of a distribution, or what heeds the same environment
     * @param folder its data folder, which must not exist yet; logs go beside it
     */
    static GarnerProcess start(List<String> command, String heap, Path folder) {
        var words = new ArrayList<>(command);
        words.addAll(List.of("up", "--data", folder.toString(), "--port", "0"));
        var child = Child.start(
                "garner",
                words,
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "GARNER_HEAP",
                        heap,
                        "GARNER_HTTP_ALLOW",
                        "127.0.0.1",
                        // Frames below Spring's proxies tell which stage a sample belongs to.
                        "GARNER_JAVA_OPTS",
                        "-XX:FlightRecorderOptions:stackdepth=512 -Xlog:gc:file="
                                + gcLog(folder).toAbsolutePath() + ":uptime"),
                logs(folder));
        try {
            return new GarnerProcess(child, URI.create(child.expect(START_LIMIT)), folder);
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
    }

    private static Path logs(Path folder) {
        return folder.resolveSibling("logs");
    }

    private static Path gcLog(Path folder) {
        return logs(folder).resolve("gc.log");
    }

    GcLog gcLog() {
        return new GcLog(gcLog(folder));
    }

    SourcesClient sources() {
        return new SourcesClient(client);
    }

    JobsClient jobs() {
        return new JobsClient(client);
    }

    URI url() {
        return url;
    }

    long pid() {
        return child.pid();
    }

    /** The embedded Postgres: its first process, whose children are the others. */
    long postgresPid() {
        return Long.parseLong(read(folder.resolve("postgres/data/postmaster.pid"))
                .lines()
                .findFirst()
                .orElseThrow());
    }

    /** How many datasets a search finds. */
    long found(String query, String filter) {
        return rest.get(url.resolve(
                        "/api/3/action/package_search?rows=0&q=%s&fq=%s".formatted(encoded(query), encoded(filter))))
                .path("result")
                .path("count")
                .asLong();
    }

    /** Names of datasets, spread over the whole catalogue. */
    List<String> names(int count) {
        var names = new ArrayList<String>();
        var total = found("*:*", "");
        var pages = Math.max(1, count / 100);
        for (var page = 0; page < pages; page++) {
            results(URI.create("/api/3/action/package_search?rows=%d&start=%d&q=*:*&sort=name+asc"
                            .formatted(Math.min(count, 100), page * total / pages)))
                    .forEach(each -> names.add(each.path("name").asString()));
        }
        return names;
    }

    /** The datasets that a search finds, given by its path and query. */
    JsonNode results(URI search) {
        return rest.get(url.resolve(search)).path("result").path("results");
    }

    /** Runs a diagnostic command of the JVM and returns what it answers. */
    String diagnose(String... command) {
        var words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid())));
        words.addAll(List.of(command));
        try (var jcmd = Child.start("jcmd", words, Map.of(), logs(folder))) {
            var said = new StringBuilder();
            for (var line = jcmd.line(COMMAND_LIMIT); line != null; line = jcmd.line(COMMAND_LIMIT)) {
                said.append(line).append('\n');
            }
            return said.toString();
        }
    }

    /** Collects all garbage; returns how many bytes of the heap are left. */
    long heapAfterFullGc() {
        diagnose("GC.run");
        return gcLog().lastFullBytes();
    }

    /** Waits until it works no more than a server that idles does, so that one run does not pay for the one before. */
    void settle() {
        var second = Duration.ofSeconds(1);
        for (var i = 0; i < 30; i++) {
            var before = ProcessUsage.cpu(pid()) + ProcessUsage.cpuOfTree(postgresPid());
            Waiting.pause(second);
            if (ProcessUsage.cpu(pid()) + ProcessUsage.cpuOfTree(postgresPid()) - before < 0.1) {
                return;
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BenchmarkException("%s could not be read: %s".formatted(file, e), e);
        }
    }

    @Override
    public void close() {
        rest.close();
        client.close();
        child.close();
    }
}
