package org.garner.harvest.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Permits that never wait, and remember what was reported. */
final class NoPermits implements HostPermits {
    @Nullable
    Duration retryAfter;

    int closed;

    @Override
    public Permit acquire(String host) {
        return new Permit() {
            @Override
            public void succeeded(Duration took) {}

            @Override
            public void throttled(@Nullable Duration after) {
                retryAfter = after;
            }

            @Override
            public void failed() {}

            @Override
            public void close() {
                closed++;
            }
        };
    }
}
