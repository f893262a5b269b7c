package org.garner.catalog.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The token in the server's settings that makes its bearer a sysadmin, or none. It gives out the first of the tokens that are stored. */
final class SysadminToken {

    /** Where the settings have it. */
    static final String SETTING = "${GARNER_ADMIN_TOKEN:${garner.admin-token:}}";

    private final byte[] token;

    /** @param token the empty text when there is none */
    SysadminToken(String token) {
        this.token = token.strip().getBytes(StandardCharsets.UTF_8);
    }

    boolean isSet() {
        return token.length > 0;
    }

    /** Takes the same time for every wrong token of a length; false for all when there is none. */
    boolean is(String given) {
        return isSet() && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }
}
