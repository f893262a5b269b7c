package org.garner.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker.
 *
 * @param state working, draining, drained or dead
 * @param wanted what an operator has asked of it: drain, restart or nothing
 */
public record Worker(
        String id,
        String kind,
        String host,
        long pid,
        Instant started,
        Instant beat,
        String state,
        @Nullable String wanted,
        long orders,
        long objects) {}
