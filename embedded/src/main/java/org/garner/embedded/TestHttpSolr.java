package org.garner.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A real Solr server on HTTP, in a process of its own, for tests of what is spoken over the network. Its class path is not ours: the module
 * {@code http-solr} writes it, and a build that left that module out has none (see {@link #start}).
 */
public final class TestHttpSolr implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final URI url;

    private TestHttpSolr(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts with one core, and returns when it answers; some 5 seconds.
     *
     * @param folder an empty folder for its home
     * @param config writes the core's configuration into the folder that it is given
     * @return empty when the module {@code http-solr} has not been built: the test skips, saying so
     */
    public static Optional<TestHttpSolr> start(Path folder, String core, Consumer<Path> config) {
        var module = TestFolders.buildRoot().resolve("http-solr");
        var classPath = module.resolve("target/classpath.txt");
        if (!Files.exists(classPath)) {
            return Optional.empty();
        }
        try {
            prepare(folder, core, config);
            var command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-XX:TieredStopAtLevel=1",
                    "-Dsolr.log.level=WARN",
                    "-cp",
                    Files.readString(classPath).strip(),
                    module.resolve("src/HttpSolrMain.java").toString(),
                    folder.toString());
            var process = new ProcessBuilder(command)
                    .redirectError(folder.resolve("solr.log").toFile())
                    .start();
            return Optional.of(new TestHttpSolr(process, awaitPort(process, folder)));
        } catch (IOException e) {
            throw new EmbeddedStartException("Solr could not be started in %s: %s".formatted(folder, e), e);
        }
    }

    private static void prepare(Path folder, String core, Consumer<Path> config) throws IOException {
        config.accept(Files.createDirectories(
                folder.resolve("configsets").resolve(core).resolve("conf")));
        var cores = Files.createDirectories(folder.resolve("cores").resolve(core));
        Files.writeString(cores.resolve("core.properties"), "name=%s%nconfigSet=%s%n".formatted(core, core));
        Files.writeString(folder.resolve("solr.xml"), """
            <solr>
              <str name="coreRootDirectory">%1$s/cores</str>
              <str name="configSetBaseDir">%1$s/configsets</str>
            </solr>
            """.formatted(folder));
    }

    private static URI awaitPort(Process process, Path folder) throws IOException {
        var seen = new ArrayList<String>();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line; (line = output.readLine()) != null; ) {
            if (line.startsWith("port ")) {
                return URI.create("http://127.0.0.1:%s/solr".formatted(line.substring("port ".length())));
            }
            seen.add(line);
        }
        throw new EmbeddedStartException("Solr ended before it served %s. It wrote: %s; its log ends with:\n%s"
                .formatted(folder, seen, EmbeddedPostgres.lastLines(folder.resolve("solr.log"))));
    }

    /** The server's address with its context path. */
    public URI url() {
        return url;
    }

    public long pid() {
        return process.pid();
    }

    /** Ends the process as kill -9 does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
