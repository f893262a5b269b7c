package org.garner;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.garner.client.JobError;
import org.garner.client.JobReport;
import org.garner.simulator.DemoSources;

/** What the demo expected of one source, beside what its harvest found. */
record Comparison(DemoSources.Expected planned, JobReport report) {
    String title() {
        return planned.title();
    }

    String expected() {
        return words(planned.added(), planned.faults().size(), planned.duplicates());
    }

    String found() {
        var words = words(report.stat("added"), report.stat("errored"), report.duplicates());
        return holds() ? words + "  as expected" : words + "  DIFFERENT (" + report.outcome() + ")";
    }

    private static String words(long added, long errored, long duplicates) {
        return "%d added, %d in error, %d listed twice".formatted(added, errored, duplicates);
    }

    /** Each planted fault with the error that it caused. */
    List<String> faults() {
        var lines = new ArrayList<String>();
        for (var fault : planned.faults()) {
            var error =
                    report.errors().stream().filter(one -> shows(one, fault)).findFirst();
            lines.add("%s: %s"
                    .formatted(fault.what(), error.map(JobError::message).orElse("NOT FOUND")));
        }
        if (planned.duplicates() > 0) {
            lines.add("an identifier that is listed twice: %d found".formatted(report.duplicates()));
        }
        return lines;
    }

    /** Errors that no planted fault explains. */
    List<String> surprises() {
        return report.errors().stream()
                .filter(error -> planned.faults().stream().noneMatch(fault -> shows(error, fault)))
                .map(error ->
                        "%s: %s".formatted(Objects.requireNonNullElse(error.guid(), "the listing"), error.message()))
                .toList();
    }

    boolean holds() {
        return report.stat("added") == planned.added()
                && report.stat("errored") == planned.faults().size()
                && report.duplicates() == planned.duplicates()
                && report.errorsTotal() == planned.faults().size()
                && surprises().isEmpty()
                && planned.faults().stream()
                        .allMatch(fault -> report.errors().stream().anyMatch(error -> shows(error, fault)));
    }

    private static boolean shows(JobError error, DemoSources.Fault fault) {
        return contains(error.guid(), fault.mark())
                || contains(error.url(), fault.mark())
                || contains(error.message(), fault.mark());
    }

    private static boolean contains(@org.jspecify.annotations.Nullable String text, String mark) {
        return text != null && text.contains(mark);
    }
}
