package org.garner.console;

/** How numbers are said to people, everywhere the same. */
public final class Words {
    private Words() {}

    /** Such as {@code 1 error} and {@code 1,200 errors}. */
    public static String counted(long count, String one) {
        return "%,d %s%s".formatted(count, one, count == 1 ? "" : "s");
    }
}
