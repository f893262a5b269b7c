package org.garner.control.rest;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.garner.harvest.http.Secrets;
import org.garner.ledger.Stories.Fault;
import org.garner.ledger.Stories.Told;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What became of a record in a job, as the endpoint shows it. */
@JsonNaming(SnakeCaseStrategy.class)
record ObjectJson(
        UUID id,
        UUID job,
        URI url,
        String guid,
        String state,
        @Nullable String outcome,
        boolean current,
        String host,
        @Nullable String fetchUrl,
        @Nullable String revision,
        @Nullable Dataset dataset,
        @Nullable Document document,
        int attempt,
        int retries,
        @Nullable String worker,
        Times times,
        List<Trouble> errors) {

    record Dataset(UUID id, URI url) {
        static @Nullable Dataset of(@Nullable UUID id) {
            return id == null ? null : new Dataset(id, URI.create("/api/3/action/package_show?id=" + id));
        }
    }

    /** The document as it was fetched; {@code hash} is its SHA-256 in hexadecimal. */
    record Document(String hash, URI url) {}

    record Times(
            Instant gathered,
            @Nullable Instant fetched,
            @Nullable Instant ended) {}

    record Trouble(
            String stage,
            String kind,
            String message,
            @Nullable Integer line,
            @Nullable String url,
            Instant created) {}

    /** @param faults those of this object, perhaps among others */
    static ObjectJson of(Told told, List<Fault> faults) {
        var url = "%s/jobs/%s/objects/%s".formatted(Problems.PATH, told.job(), told.id());
        return new ObjectJson(
                told.id(),
                told.job(),
                URI.create(url),
                told.guid(),
                told.state(),
                told.outcome() == null ? null : told.outcome().name().toLowerCase(Locale.ROOT),
                told.current(),
                told.host(),
                hidden(told.fetchUrl()),
                told.revision(),
                Dataset.of(told.packageId()),
                told.documentHash() == null ? null : new Document(told.documentHash(), URI.create(url + "/document")),
                told.attempt(),
                told.retries(),
                told.doneBy(),
                new Times(
                        told.times().gathered(),
                        told.times().fetchFinished(),
                        told.times().ended()),
                faults.stream()
                        .filter(fault -> fault.object().equals(told.id()))
                        .map(fault -> new Trouble(
                                fault.stage(),
                                fault.kind(),
                                fault.message(),
                                fault.line(),
                                hidden(fault.url()),
                                fault.created()))
                        .toList());
    }

    /** An address without its secrets. */
    static @Nullable String hidden(@Nullable String address) {
        return address == null ? null : Secrets.hidden(address);
    }

    static List<ObjectJson> of(List<Told> told, List<Fault> faults) {
        return told.stream().map(one -> of(one, faults)).toList();
    }
}
