package org.garner.control.schedule;

import java.util.Locale;
import java.util.regex.Pattern;
import org.garner.ledger.LedgerEnvironment;

/**
 * Whether the scheduler may run here. A copy of production's database must not harvest production's sources by itself: the database remembers whose
 * it is, and a control process that says otherwise starts nothing by the clock.
 */
public class SchedulerSwitch {
    /** {@code GARNER_ENVIRONMENT}: what this installation is; {@value #UNSTATED} when it is not stated. */
    static final String ENVIRONMENT = "${GARNER_ENVIRONMENT:}";

    /** {@code GARNER_SCHEDULER}: on or off; when it is not given, the scheduler runs in {@value #PRODUCTION} only. */
    static final String SCHEDULER = "${GARNER_SCHEDULER:}";

    private static final String UNSTATED = "development";
    private static final String PRODUCTION = "production";
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,40}");

    private final LedgerEnvironment table;
    private final String stated;
    private final String wanted;

    SchedulerSwitch(LedgerEnvironment table, String stated, String wanted) {
        this.table = table;
        this.stated = stated.strip().toLowerCase(Locale.ROOT);
        this.wanted = wanted.strip().toLowerCase(Locale.ROOT);
        if (!this.stated.isEmpty() && !NAME.matcher(this.stated).matches()) {
            throw new IllegalArgumentException(
                    "GARNER_ENVIRONMENT is a name of 1 to 40 of a-z, 0-9, - and _, such as production, but was '%s'"
                            .formatted(stated));
        }
        if (!java.util.List.of("", "on", "off").contains(this.wanted)) {
            throw new IllegalArgumentException(
                    "GARNER_SCHEDULER is on or off, or not given, but was '%s'".formatted(wanted));
        }
    }

    /**
     * Whether the scheduler runs.
     *
     * @param mismatch true when the database belongs to another environment
     * @param reason why it runs or does not, and what to do about it
     */
    public record State(boolean on, boolean mismatch, String environment, String reason) {}

    /** Writes the environment into a database that has none yet, when it is stated. */
    public void claim() {
        if (!stated.isEmpty()) {
            table.claim(stated);
        }
    }

    /** As it is now; the database is asked each time, so that it can be given another name while control runs. */
    public State state() {
        var here = stated.isEmpty() ? UNSTATED : stated;
        var there = table.name().orElse(here);
        if (!there.equals(here)) {
            return new State(
                    false,
                    true,
                    here,
                    "off: the database belongs to the environment %s, this process to %s. Start it with GARNER_ENVIRONMENT=%s, or, when the database is a copy, run: update harvest_environment set name = '%s'"
                            .formatted(
                                    there,
                                    stated.isEmpty() ? here + " (GARNER_ENVIRONMENT is not set)" : here,
                                    there,
                                    here));
        }
        if ("off".equals(wanted)) {
            return new State(false, false, here, "off: GARNER_SCHEDULER is off");
        }
        if ("on".equals(wanted)) {
            return new State(true, false, here, "on: GARNER_SCHEDULER is on");
        }
        return PRODUCTION.equals(here)
                ? new State(true, false, here, "on: the environment is production")
                : new State(
                        false,
                        false,
                        here,
                        "off: the environment is %s. Start control with GARNER_ENVIRONMENT=production, or with GARNER_SCHEDULER=on"
                                .formatted(here));
    }
}
