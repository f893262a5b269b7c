package org.garner.control.schedule;

import org.garner.ledger.LedgerEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Switches for tests of other packages. */
public final class Switches {
    private Switches() {}

    /**
     * @param environment what {@code GARNER_ENVIRONMENT} says
     * @param wanted what {@code GARNER_SCHEDULER} says
     */
    public static SchedulerSwitch of(JdbcClient jdbc, String environment, String wanted) {
        return new SchedulerSwitch(new LedgerEnvironment(jdbc), environment, wanted);
    }
}
