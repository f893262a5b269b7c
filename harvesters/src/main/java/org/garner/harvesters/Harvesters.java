package org.garner.harvesters;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.Harvester;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceReply;
import org.garner.harvest.http.SourceRequest;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** All source types. */
public final class Harvesters {
    private final List<Harvester> all;

    public Harvesters(List<Harvester> all) {
        this.all = all.stream()
                .sorted(Comparator.comparing(harvester -> harvester.type().value()))
                .toList();
    }

    /** Those on the class path, for tools that run without Spring Boot. */
    public static Harvesters onClassPath() {
        // The harvesters are stateless, so they outlive the context that found them.
        try (var context = new AnnotationConfigApplicationContext(HarvesterScan.class)) {
            return context.getBean(Harvesters.class);
        }
    }

    public List<Harvester> all() {
        return all;
    }

    /** The harvester of this name: its own, or one that it has elsewhere. */
    public Optional<Harvester> named(String name) {
        return all.stream()
                .filter(harvester -> harvester.type().value().equals(name)
                        || harvester.aliases().stream()
                                .anyMatch(alias -> alias.value().equals(name)))
                .findFirst();
    }

    /**
     * The harvester of a type, by its own name or by one that it has elsewhere.
     *
     * @throws IllegalArgumentException when no harvester is of this type
     */
    public Harvester byType(HarvesterType type) {
        return named(type.value()).orElseThrow(() -> {
            var known = all.stream().map(harvester -> harvester.type().value()).collect(Collectors.joining(", "));
            return new IllegalArgumentException(
                    "No harvester could be found for source type %s; known: %s".formatted(type, known));
        });
    }

    /** The type whose sources answer a plain GET like this, if one does. */
    public Optional<Harvester> detect(SourceReply reply) {
        return all.stream().filter(harvester -> harvester.recognises(reply)).findFirst();
    }

    /**
     * Finds out what an address is: by what it answers, and where that tells nothing, by what the types ask in addition.
     *
     * @throws SourceException when neither the address nor any of the further questions is answered
     */
    public Optional<Harvester> detect(URI url, SourceClient client) throws SourceException, InterruptedException {
        SourceException failure = null;
        try (var reply = client.send(SourceRequest.get(url, SourceRequest.PAGE))) {
            var found = detect(reply);
            if (found.isPresent()) {
                return found;
            }
        } catch (SourceException e) {
            if (e.failure() instanceof HarvestFailure.Unreachable) {
                // Nobody is there: further questions would each be tried several times for nothing.
                throw e;
            }
            failure = e;
        }
        boolean answered = failure == null;
        for (var harvester : all) {
            for (var probe : harvester.probes(url)) {
                try (var reply = client.send(SourceRequest.get(probe, SourceRequest.PAGE))) {
                    answered = true;
                    if (harvester.recognises(reply)) {
                        return Optional.of(harvester);
                    }
                } catch (SourceException e) {
                    // The address itself has said more about its trouble than a guess at its variants does.
                    failure = failure == null ? e : failure;
                }
            }
        }
        if (!answered && failure != null) {
            throw failure;
        }
        return Optional.empty();
    }
}
