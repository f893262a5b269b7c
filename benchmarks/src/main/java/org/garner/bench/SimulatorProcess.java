package org.garner.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.garner.simulator.SimulatorMain;
import tools.jackson.databind.JsonNode;

/** The simulated source, in a process of its own, so that its work is not taken for Garner's. */
final class SimulatorProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final Child child;
    private final URI url;
    private final Rest rest = new Rest("");

    private SimulatorProcess(Child child, URI url) {
        this.child = child;
        this.url = url;
    }

    /**
     * What the source has served so far.
     *
     * @param requests by kind
     */
    record Served(long records, long bytes, Map<String, Long> requests) {
        long allRequests() {
            return requests.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    static SimulatorProcess start(Workload workload, Path folder) {
        var child = Child.java(
                "simulator",
                "3g",
                SimulatorMain.class,
                List.of(
                        "--port", "0",
                        "--type", workload.type(),
                        "--records", Integer.toString(workload.records()),
                        "--bytes", Integer.toString(workload.bytes()),
                        "--page-size", Integer.toString(workload.pageSize()),
                        "--latency", Integer.toString(workload.latency()),
                        "--seed", Integer.toString(workload.seed())),
                folder);
        try {
            return new SimulatorProcess(child, URI.create(child.expect(START_LIMIT)));
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
    }

    URI url() {
        return url;
    }

    long pid() {
        return child.pid();
    }

    Served served() {
        return read(rest.get(url.resolve("/control")));
    }

    /** SHA-256 over all records. */
    String hash() {
        return rest.get(url.resolve("/control/hash")).path("hashes").path(0).asString();
    }

    void change(int records) {
        rest.post(url.resolve("/control/change?count=" + records));
    }

    void remove(int records) {
        rest.post(url.resolve("/control/remove?count=" + records));
    }

    private static Served read(JsonNode state) {
        var requests = new java.util.TreeMap<String, Long>();
        state.path("requests")
                .properties()
                .forEach(each -> requests.put(each.getKey(), each.getValue().asLong()));
        return new Served(state.path("records").asLong(), state.path("bytes").asLong(), requests);
    }

    @Override
    public void close() {
        rest.close();
        child.close();
    }
}
