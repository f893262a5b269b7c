package org.garner.catalog.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The token that makes its bearer a sysadmin of this server, or none. */
public final class SysadminToken {

    /** Where the settings have it. */
    public static final String SETTING = "${GARNER_ADMIN_TOKEN:${garner.admin-token:}}";

    private final byte[] token;

    /** @param token the empty text when there is none */
    public SysadminToken(String token) {
        this.token = token.strip().getBytes(StandardCharsets.UTF_8);
    }

    public boolean isSet() {
        return token.length > 0;
    }

    /** Takes the same time for every wrong token of a length; false for all when there is none. */
    public boolean is(String given) {
        return isSet() && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }
}
