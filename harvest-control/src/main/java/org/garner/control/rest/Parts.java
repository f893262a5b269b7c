package org.garner.control.rest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.garner.control.rest.StatusJson.PartState;
import org.jspecify.annotations.Nullable;

/** Asks all parts at once how they are; one that does not answer in time is down. */
class Parts {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<Part> parts;

    Parts(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    List<PartState> look() {
        var asked = parts.stream().map(Asked::new).toList();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        return asked.stream()
                .map(each -> {
                    var problem = each.problem(deadline);
                    return new PartState(each.name, problem == null ? "up" : "down", problem);
                })
                .toList();
    }

    private static final class Asked {
        private final String name;
        private final FutureTask<Optional<String>> answer;

        Asked(Part part) {
            name = part.name();
            answer = new FutureTask<>(part.problem()::get);
            Thread.ofVirtual().name("part-" + name).start(answer);
        }

        @Nullable
        String problem(long deadline) {
            try {
                return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
                        .orElse(null);
            } catch (TimeoutException e) {
                return "It did not answer within %d s.".formatted(PATIENCE.toSeconds());
            } catch (ExecutionException e) {
                return String.valueOf(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "The look at it was interrupted.";
            }
        }
    }
}
