package org.garner.ledger;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.http.ExchangeListener;
import org.garner.ledger.JobLog.Part;

/** What one piece of work asks of a source: counted, and each wait told in the log of its job. Safe for many threads. */
public final class Exchanges implements ExchangeListener {
    private final JobLog log;
    private final UUID job;
    private final Part part;
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** How much was asked. */
    public record Amount(long requests, long bytes) {}

    public Exchanges(JobLog log, UUID job, Part part) {
        this.log = log;
        this.job = job;
        this.part = part;
    }

    @Override
    public void exchanged(URI uri, int status, long received, Duration took) {
        requests.increment();
        bytes.add(received);
    }

    @Override
    public void pauses(URI uri, HarvestFailure why, Duration pause) {
        log.problem(
                job,
                part,
                "%s is asked again in %.1f s, because: %s".formatted(uri, pause.toMillis() / 1000.0, why.describe()));
    }

    /** What was asked since this was last called. */
    public Amount take() {
        return new Amount(requests.sumThenReset(), bytes.sumThenReset());
    }
}
