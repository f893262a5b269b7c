package org.garner.harvest.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.garner.harvest.HarvestFailure;

/** Polite clients that are quick enough for tests. */
final class Clients {
    static final HttpSettings QUICK = HttpSettings.defaults("0.1", URI.create("https://example.org/garner"))
            .with(new HttpSettings.Retries(
                    3, Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofSeconds(5)));

    private Clients() {}

    static PoliteClient allowingLocal(MeterRegistry registry) {
        return new PoliteClient(QUICK, local(), new LocalPermits(), registry);
    }

    static PoliteClient with(HttpSettings settings) {
        return new PoliteClient(settings, local(), new LocalPermits(), new SimpleMeterRegistry());
    }

    static AddressRules local() {
        return AddressRules.allowing(Set.of("localhost"));
    }

    static HarvestFailure failure(SourceClient client, SourceRequest request) {
        return requireNonNull(catchThrowableOfType(
                        SourceException.class, () -> client.send(request).close()))
                .failure();
    }
}
