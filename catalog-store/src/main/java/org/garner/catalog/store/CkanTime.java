package org.garner.catalog.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as CKAN's clients parse them: UTC without a zone letter, six digits of a second. */
public final class CkanTime {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private CkanTime() {}

    public static String text(Instant time) {
        return FORM.format(time);
    }
}
