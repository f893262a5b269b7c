package org.garner.harvest.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Keeps credentials out of what people and logs get to see, and control characters out of what sources say. */
public final class Secrets {
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#@\\s]*@");
    private static final Pattern SECRET_VALUE = Pattern.compile(
            "(?i)(?<=[?&;])(?!resumptionToken=)((?:[a-z_-]*(?:api[_-]?key|token|passw(?:or)?d|pwd|secret|signature))|key|sig|auth)=[^&;#\\s]*");
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i)(?:.*(?:api[_-]?key|token|passw|pwd|secret|credential|signature|cookie).*|key|auth|authorization)");
    /** Tokens of our own, wherever somebody put them. */
    private static final Pattern TOKEN = Pattern.compile("garner_[A-Za-z0-9_-]{43}");

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\s]+");
    private static final int EXCERPT = 200;

    private Secrets() {}

    /** True for the name of a setting whose value is for the source alone. */
    public static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name).matches();
    }

    /** The address without user, password and the values of parameters that look like keys. */
    public static URI hidden(URI uri) {
        var text = uri.toString();
        var clean = hidden(text);
        return clean.equals(text) ? uri : URI.create(clean);
    }

    /** Addresses in a text without user, password and the values of parameters that look like keys; and a text without tokens of our own. */
    public static String hidden(String text) {
        var addresses =
                SECRET_VALUE.matcher(USER_INFO.matcher(text).replaceAll("")).replaceAll("$1=***");
        return TOKEN.matcher(addresses).replaceAll("garner_***");
    }

    /** The first 200 characters of what a source said, on one line. */
    static String excerpt(byte[] said) {
        return excerpt(new String(said, StandardCharsets.UTF_8));
    }

    static String excerpt(String said) {
        var line = UNSEEN.matcher(hidden(said)).replaceAll(" ").strip();
        return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
    }
}
