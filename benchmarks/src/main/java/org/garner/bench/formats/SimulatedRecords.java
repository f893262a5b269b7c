package org.garner.bench.formats;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.SimulatedDataJson;
import org.garner.simulator.SimulatedWaf;
import org.garner.simulator.Simulator;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import tools.jackson.databind.json.JsonMapper;

/** The simulator's records, as they come over the wire. */
@State(Scope.Benchmark)
public class SimulatedRecords {
    static final int PAGE = 200;

    private final SimulatedCsw csw = new SimulatedCsw("/csw", Records.of(2 * PAGE)).pageCap(PAGE);
    private final SimulatedWaf waf = new SimulatedWaf("/waf/", Records.of(2), SimulatedWaf.Style.NGINX);
    private final SimulatedDataJson dataJson = new SimulatedDataJson("/data.json", Records.of(2));
    private final HttpClient http = HttpClient.newHttpClient();
    private Simulator simulator = Simulator.builder().start(0);

    /** Starts the source. */
    @Setup(Level.Trial)
    public void start() {
        simulator.close();
        simulator = Simulator.builder().with(csw).with(waf).with(dataJson).start(0);
    }

    /** Stops the source. */
    @TearDown(Level.Trial)
    public void stop() {
        simulator.close();
        http.shutdownNow();
    }

    URI csw() {
        return simulator.uri(csw);
    }

    byte[] isoRecord() {
        return get(URI.create(simulator.uri(waf) + "record-1.xml"));
    }

    byte[] dataset() {
        return JsonMapper.shared()
                .readTree(get(simulator.uri(dataJson)))
                .path("dataset")
                .path(0)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    byte[] get(URI address) {
        return send(HttpRequest.newBuilder(address).build());
    }

    byte[] post(URI address, String body) {
        return send(HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private byte[] send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the simulator", e);
        }
    }
}
