package org.garner.harvest.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestFailure.Unexpected;
import org.garner.harvest.HarvestFailure.Unreachable;

/**
 * The client that every request to a source goes through. It keeps to the {@link AddressRules}, takes a permit per exchange from the
 * {@link HostPermits}, bounds time and size by {@link HttpSettings}, follows redirects step by step under the same rules, repeats what may work
 * the next time, and leaves a host alone that does not answer. Safe for many threads; meant for virtual ones, which it blocks; an interrupt
 * ends a request at once.
 */
public final class PoliteClient implements SourceClient, AutoCloseable {
    static {
        // Lets a request over http go to a checked address under the host's name; read once, when the JDK's client is
        // first used.
        var allowed = System.getProperty("jdk.httpclient.allowRestrictedHeaders", "");
        if (!allowed.contains("host")) {
            System.setProperty("jdk.httpclient.allowRestrictedHeaders", allowed.isEmpty() ? "host" : allowed + ",host");
        }
    }

    private final HttpClient http;
    private final HttpSettings settings;
    private final AddressRules rules;
    private final HostPermits permits;
    private final HostLanes lanes;
    private final FetchMetrics metrics;

    /**
     * Makes the client; one per process is enough.
     *
     * @throws IllegalStateException when the JDK's HTTP client was used before this class was loaded and must not set the Host header
     */
    public PoliteClient(HttpSettings settings, AddressRules rules, HostPermits permits, MeterRegistry registry) {
        this(settings, rules, permits, registry, HttpClient.newBuilder());
    }

    /** The client over a builder that a test has taught whom to trust. */
    PoliteClient(
            HttpSettings settings,
            AddressRules rules,
            HostPermits permits,
            MeterRegistry registry,
            HttpClient.Builder builder) {
        this.settings = settings;
        this.rules = rules;
        this.permits = permits;
        this.lanes = new HostLanes(settings.hosts());
        this.metrics = new FetchMetrics(registry, lanes);
        checkHostHeader();
        this.http = builder.version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.times().connect())
                .proxy(HttpClient.Builder.NO_PROXY)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    private static void checkHostHeader() {
        try {
            HttpRequest.newBuilder(URI.create("http://localhost/")).header("Host", "localhost");
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The JDK's HTTP client was used before the polite client and does not let it set the Host header,"
                            + " which pins checked addresses. Start Java with"
                            + " -Djdk.httpclient.allowRestrictedHeaders=host, or set that property first in main.",
                    e);
        }
    }

    @Override
    public SourceReply send(SourceRequest request) throws SourceException, InterruptedException {
        return send(request, ExchangeListener.NONE);
    }

    /** This client, telling a listener of every exchange: for the counts of one job. */
    public SourceClient counting(ExchangeListener listener) {
        return request -> send(request, listener);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private SourceReply send(SourceRequest request, ExchangeListener listener)
            throws SourceException, InterruptedException {
        var patience = new Patience(settings.retries());
        while (true) {
            switch (follow(request, patience.attempt(), listener)) {
                case Answer.Arrived arrived -> {
                    return arrived.reply();
                }
                case Answer.Throttled throttled
                when throttled.retryAfter() != null ->
                    pause(
                            request,
                            throttled.failure(),
                            patience.heed(throttled.retryAfter(), throttled.failure()),
                            listener);
                case Answer.Throttled throttled ->
                    pause(request, throttled.failure(), patience.again(throttled.failure()), listener);
                case Answer.Troubled troubled ->
                    pause(request, troubled.failure(), patience.again(troubled.failure()), listener);
                case Answer.Lost lost -> pause(request, lost.failure(), patience.again(lost.failure()), listener);
                case Answer.Late late -> throw new SourceException(late.failure());
                case Answer.Refused refused -> throw new SourceException(refused.failure());
                case Answer.Elsewhere elsewhere ->
                    throw new IllegalStateException("A redirect was not followed: " + elsewhere);
            }
        }
    }

    private static void pause(SourceRequest request, HarvestFailure why, Duration pause, ExchangeListener listener)
            throws InterruptedException {
        listener.pauses(Secrets.hidden(request.uri()), why, pause);
        Thread.sleep(pause);
    }

    /** Sends the request, and again to wherever it is redirected. */
    private Answer follow(SourceRequest request, int attempt, ExchangeListener listener)
            throws SourceException, InterruptedException {
        var hop = Hop.first(request, attempt);
        for (int redirects = 0; ; redirects++) {
            var answer = exchange(hop, listener);
            if (!(answer instanceof Answer.Elsewhere elsewhere)) {
                return answer;
            }
            if (redirects == settings.sizes().maxRedirects()) {
                return new Answer.Refused(new Unexpected(
                        Secrets.hidden(request.uri()),
                        "an answer after at most %d redirects".formatted(redirects),
                        "one more, to " + Secrets.excerpt(elsewhere.location())));
            }
            hop = hop.redirected(elsewhere);
        }
    }

    /** One exchange, when the host's lane and budget let it. */
    private Answer exchange(Hop hop, ExchangeListener listener) throws SourceException, InterruptedException {
        var lane = lanes.of(hop.host());
        if (lane.leftAlone()) {
            return leftAlone(hop, lane);
        }
        lane.enter();
        try {
            var asked = System.nanoTime();
            try (var permit = permits.acquire(hop.host())) {
                metrics.waited(Duration.ofNanos(System.nanoTime() - asked));
                if (!lane.tryPass()) {
                    return leftAlone(hop, lane);
                }
                return passed(hop, lane, permit, listener);
            }
        } finally {
            lane.leave();
        }
    }

    private Answer passed(Hop hop, HostLanes.Lane lane, HostPermits.Permit permit, ExchangeListener listener)
            throws SourceException, InterruptedException {
        var reported = false;
        try {
            var exchange = new Exchange(http, settings, hop);
            Answer answer;
            try {
                var addresses = rules.addressesOf(hop.uri());
                // Another attempt tries the host's next address: one of several machines may be down.
                answer = exchange.run(addresses.get(hop.attempt() % addresses.size()));
            } catch (UnknownHostException e) {
                answer = new Answer.Lost(new Unreachable(
                        Secrets.hidden(hop.uri()),
                        "the name %s has no address".formatted(hop.uri().getHost())));
            }
            reported = true;
            report(answer, exchange, lane, permit);
            metrics.exchanged(exchange.status(), exchange.wireBytes(), exchange.took());
            listener.exchanged(Secrets.hidden(hop.uri()), exchange.status(), exchange.wireBytes(), exchange.took());
            return answer;
        } finally {
            if (!reported) {
                lane.unused();
            }
        }
    }

    private static void report(Answer answer, Exchange exchange, HostLanes.Lane lane, HostPermits.Permit permit) {
        var took = exchange.took();
        switch (answer) {
            case Answer.Throttled throttled -> {
                // The host is there and says so: waiting is no failure.
                lane.answered(took);
                permit.throttled(throttled.retryAfter());
            }
            case Answer.Lost lost
            when exchange.status() != 0 -> {
                // One answer that breaks off says nothing about what the host can bear.
                lane.silent(took);
                permit.succeeded(took);
            }
            case Answer.Lost lost -> {
                lane.silent(took);
                permit.failed();
            }
            case Answer.Late late -> {
                lane.silent(took);
                permit.failed();
            }
            case Answer.Troubled troubled -> {
                lane.silent(took);
                permit.failed();
            }
            case Answer.Arrived arrived -> {
                lane.answered(took);
                permit.succeeded(took);
            }
            case Answer.Elsewhere elsewhere -> {
                lane.answered(took);
                permit.succeeded(took);
            }
            case Answer.Refused refused -> {
                lane.answered(took);
                permit.succeeded(took);
            }
        }
    }

    private Answer leftAlone(Hop hop, HostLanes.Lane lane) {
        var until = lane.leftAlone()
                ? "is left alone until " + lane.askedAgain().truncatedTo(ChronoUnit.SECONDS)
                : "one other request is finding out whether it does again";
        return new Answer.Refused(new Unreachable(
                Secrets.hidden(hop.uri()),
                "%s did not answer %d times in a row and %s"
                        .formatted(hop.host(), settings.hosts().failuresToOpen(), until)));
    }
}
