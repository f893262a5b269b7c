package org.garner.console;

/** Whether somebody sits there. */
public final class Terminal {
    private Terminal() {}

    /** True when somebody sits at a terminal; the script finds out, because Java cannot before version 22. */
    public static boolean attended() {
        return Boolean.getBoolean("garner.terminal");
    }
}
