package org.garner.control.rest;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.garner.harvest.JobMode;
import org.garner.ledger.Documents;
import org.garner.ledger.NamedRecords;
import org.garner.ledger.Sources.Stored;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job that is asked for.
 *
 * @param guids the records that it is to go over; none for all that its mode goes over
 */
public record NewJob(JobMode mode, List<String> guids) {
    private static final int MOST = 1000;
    private static final int LONGEST = 512;
    private static final String MODES =
            Stream.of(JobMode.values()).map(JobMode::word).collect(Collectors.joining(", "));

    /** So many names are spelt out in a sentence; a member of the problem has all. */
    private static final int SPELT_OUT = 10;

    public NewJob {
        guids = List.copyOf(guids);
    }

    /** @throws ProblemException what is wrong with the body */
    static NewJob of(@Nullable JsonNode body) {
        var members = new Members(body, "mode", "guids");
        var word = Objects.requireNonNullElse(members.text("mode", 100), JobMode.INCREMENTAL.word());
        var mode = JobMode.named(word);
        var guids = guids(members);
        if (mode.isEmpty()) {
            members.wrong("mode", "A job's mode is one of %s, but was '%s'".formatted(MODES, word));
        } else if (mode.get() == JobMode.RECORD && guids.isEmpty()) {
            members.wrong("guids", "A job of mode record needs the names of 1 to %,d records".formatted(MOST));
        } else if (!guids.isEmpty() && !mode.get().takesNames()) {
            members.wrong(
                    "guids",
                    "A job of mode %s goes over records of its own choice; only record and reimport take names"
                            .formatted(word));
        }
        members.check();
        return new NewJob(mode.orElseThrow(), guids);
    }

    private static List<String> guids(Members members) {
        var value = members.value("guids");
        if (value == null) {
            return List.of();
        }
        var guids = new LinkedHashSet<String>();
        value.forEach(each -> guids.add(each.asString("")));
        var sound = value.isArray() && value.valueStream().allMatch(NewJob::isName);
        if (!sound || guids.isEmpty() || guids.size() > MOST) {
            members.wrong(
                    "guids",
                    "This is a list of 1 to %,d names of records, each of 1 to %d characters".formatted(MOST, LONGEST));
        }
        return List.copyOf(guids);
    }

    private static boolean isName(JsonNode value) {
        var name = value.isString() ? value.asString() : "";
        return !name.isBlank() && name.length() <= LONGEST && name.indexOf('\0') < 0;
    }

    /** What is asked for, as a request that may come again is remembered. */
    String words() {
        return guids.isEmpty()
                ? "mode " + mode.word()
                : "mode %s, %d records (%.16s)"
                        .formatted(
                                mode.word(),
                                guids.size(),
                                Documents.hashOf(String.join("\n", guids).getBytes(StandardCharsets.UTF_8)));
    }

    /** @throws ProblemException when there are no records for this job */
    void check(Stored source, NamedRecords records) {
        var name = source.settings().name();
        switch (mode) {
            case RETRY -> {
                if (!records.anyFailed(source.id())) {
                    throw nothing(
                            "There is nothing to retry: since the source %s was last listed, no record of it failed or was cancelled. Start an incremental job to look for changes."
                                    .formatted(name),
                            List.of());
                }
            }
            case RECORD ->
                require(
                        records.known(source.id(), guids),
                        "The source %s never named".formatted(name),
                        "Nothing was started: GET /api/v1/sources/%s/records lists the records that are held."
                                .formatted(name));
            case REIMPORT -> {
                if (guids.isEmpty() && !records.anyStored(source.id())) {
                    throw nothing(
                            "There is nothing to import again: no document of a dataset of the source %s is stored. Start a full job to fetch them."
                                    .formatted(name),
                            List.of());
                }
                require(
                        records.stored(source.id(), guids),
                        "The source %s has no dataset with a stored document for".formatted(name),
                        "Nothing was started: a job of mode record fetches what the source has now.");
            }
            case INCREMENTAL, FULL, DRY_RUN -> {}
        }
    }

    /** @param what says what is wrong with the records that follow; {@code then} what follows of it */
    private void require(Set<String> found, String what, String then) {
        var missing = guids.stream().filter(guid -> !found.contains(guid)).toList();
        if (!missing.isEmpty()) {
            var names = missing.stream().limit(SPELT_OUT).map("'%s'"::formatted).collect(Collectors.joining(", "));
            var rest = missing.size() - SPELT_OUT;
            var those = rest > 0 ? "%s and %,d more".formatted(names, rest) : names;
            throw nothing("%s %s. %s".formatted(what, those, then), missing);
        }
    }

    private static ProblemException nothing(String detail, List<String> guids) {
        return guids.isEmpty()
                ? new ProblemException(ProblemCode.NO_RECORDS, detail)
                : new ProblemException(ProblemCode.NO_RECORDS, detail, Map.of("guids", guids));
    }
}
