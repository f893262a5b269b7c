package org.garner.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A stream of lines that a server keeps open. The connection may be dead without anybody being told: a server that is silent for too long is gone. */
final class LineStream implements Flow.Subscriber<String> {
    private final Duration silence;
    private final Consumer<String> take;
    /** Nothing at the end. */
    private final BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();

    /** @param take is told each line, on the thread that hears */
    LineStream(Duration silence, Consumer<String> take) {
        this.silence = silence;
        this.take = take;
    }

    /**
     * Hears the stream until it ends.
     *
     * @return the answer; its body is empty unless it was refused
     */
    HttpResponse<String> hear(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        var reply = http.sendAsync(
                request,
                info -> info.statusCode() >= 300
                        ? BodySubscribers.ofString(StandardCharsets.UTF_8)
                        : BodySubscribers.fromLineSubscriber(this, all -> "", StandardCharsets.UTF_8, null));
        var unused = reply.whenComplete((ended, trouble) -> heard.add(Optional.empty()));
        try {
            for (var line = next(); line.isPresent(); line = next()) {
                take.accept(line.get());
            }
            return reply.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? e : e.getCause());
        } finally {
            reply.cancel(true);
        }
    }

    private Optional<String> next() throws IOException, InterruptedException {
        var line = heard.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IOException("nothing was heard for %d s".formatted(silence.toSeconds()));
        }
        return line;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        heard.add(Optional.of(line));
    }

    @Override
    public void onError(Throwable trouble) {
        // The reply ends with it.
    }

    @Override
    public void onComplete() {
        // The reply ends with it.
    }
}
