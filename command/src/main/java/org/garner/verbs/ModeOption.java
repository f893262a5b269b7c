package org.garner.verbs;

import java.util.List;
import java.util.Locale;
import org.garner.console.CommandException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a job goes over, the same for every verb that starts one. */
final class ModeOption {
    private static final List<String> MODES = List.of("incremental", "full", "retry", "record", "reimport", "dry_run");

    @Option(
            names = "--mode",
            paramLabel = "M",
            description = "incremental (the default), full, retry, record, reimport or dry-run.")
    private @Nullable String mode;

    @Option(
            names = "--dry-run",
            description = "Shows what would change and writes nothing; the same as --mode dry-run.")
    private boolean dryRun;

    @Option(
            names = "--record",
            paramLabel = "GUID",
            description = "Only this record; may be given several times. Without --mode the same as --mode record.")
    private List<String> guids = List.of();

    /** The mode as the API names it. */
    String mode() {
        var named = mode == null ? null : mode.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        if (named != null && !MODES.contains(named)) {
            throw CommandException.wrongUsage("--mode is one of %s, but was '%s'"
                    .formatted(String.join(", ", MODES).replace('_', '-'), mode));
        }
        if (dryRun && (named != null || !guids.isEmpty())) {
            throw CommandException.wrongUsage("--dry-run goes neither with --mode nor with --record");
        }
        if (!guids.isEmpty() && named != null && !named.equals("record") && !named.equals("reimport")) {
            throw CommandException.wrongUsage("--record goes with --mode record or reimport only");
        }
        if (named != null) {
            return named;
        }
        return dryRun ? "dry_run" : guids.isEmpty() ? "incremental" : "record";
    }

    List<String> guids() {
        return guids;
    }
}
