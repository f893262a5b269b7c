package org.garner.simulator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Serves one CSW and one WAF until it is stopped, for benchmarks: {@code SimulatorMain [port [records [bytes [latency in ms]]]]}, by default
 * 8099, 20,000 records of 25,000 bytes, no latency.
 */
public final class SimulatorMain {
    private SimulatorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        var port = number(arguments, 0, 8099);
        var records = new Records(number(arguments, 1, 20_000), 1, number(arguments, 2, Records.USUAL_BYTES));
        var csw = new SimulatedCsw("/csw", records);
        var waf = new SimulatedWaf("/waf/", records.seeded(2), SimulatedWaf.Style.NGINX);
        csw.latency(Duration.ofMillis(number(arguments, 3, 0)));
        waf.latency(Duration.ofMillis(number(arguments, 3, 0)));
        try (var simulator = Simulator.builder().with(csw).with(waf).start(port)) {
            System.out.printf("%s%n%s%n", simulator.uri(csw), simulator.uri(waf));
            new CountDownLatch(1).await();
        }
    }

    private static int number(String[] arguments, int place, int otherwise) {
        return arguments.length > place ? Integer.parseInt(arguments[place]) : otherwise;
    }
}
