package org.garner.harvesters.dcatus;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The standard that a catalogue says it conforms to. */
enum Standard {
    PROJECT_OPEN_DATA_1_1,
    DCAT_US_3_0,
    OTHER;

    /** The address by which a catalogue names Project Open Data 1.1. */
    static final String ADDRESS = "https://project-open-data.cio.gov/v1.1/schema";

    /** Scheme, {@code www.}, the schema's file behind the address and a slash or number sign at its end make no difference. */
    private static final Pattern VERSION_1_1 =
            Pattern.compile("(?:https?://)?(?:www\\.)?project-open-data\\.cio\\.gov/v1\\.1/schema"
                    + "(?:/catalog(?:\\.json(?:ld)?)?)?[/#]*");

    private static final Pattern VERSION_3 = Pattern.compile("dcat-us[\\s/_#-]*v?3");

    static Standard of(@Nullable String conformsTo) {
        var text = conformsTo == null ? "" : conformsTo.strip().toLowerCase(Locale.ROOT);
        if (VERSION_1_1.matcher(text).matches()) {
            return PROJECT_OPEN_DATA_1_1;
        }
        return VERSION_3.matcher(text).find() ? DCAT_US_3_0 : OTHER;
    }

    boolean isDcatUs() {
        return this != OTHER;
    }
}
