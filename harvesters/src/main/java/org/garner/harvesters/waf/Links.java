package org.garner.harvesters.waf;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Addresses as people and servers write them, in the one form that makes equal what leads to the same place (RFC 3986, 6.2.2). */
final class Links {
    private static final String UNRESERVED = "-._~";
    private static final String RESERVED = ":/?#[]@!$&'()*+,;=";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Links() {}

    /** The address that a link leads to; null when it is none that HTTP can ask. */
    static @Nullable URI resolve(URI base, String href) {
        try {
            var target = base.resolve(URI.create(encoded(href.strip())));
            var scheme = target.getScheme();
            boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            return web && target.getHost() != null ? normal(target) : null;
        } catch (IllegalArgumentException e) {
            // Not an address at all, such as "C:\data\x.xml".
            return null;
        }
    }

    /** The folder that an address stands for: {@code …/waf}, {@code …/waf/} and {@code …/waf/index.html} are one folder. */
    static URI folder(URI address) {
        var normal = normal(address);
        var path = normal.getRawPath();
        int slash = path.lastIndexOf('/');
        var last = path.substring(slash + 1);
        boolean isPage = last.contains(".") || last.toLowerCase(Locale.ROOT).contains("index");
        return normal.resolve(isPage ? path.substring(0, slash + 1) : last.isEmpty() ? path : path + "/");
    }

    /** What comes after the folder in the address of something below it, else null. */
    static @Nullable String below(URI folder, URI target) {
        boolean sameHost = folder.getScheme().equals(target.getScheme())
                && folder.getRawAuthority().equals(target.getRawAuthority());
        var path = target.getRawPath();
        var start = folder.getRawPath();
        return sameHost && path.startsWith(start) && path.length() > start.length()
                ? path.substring(start.length())
                : null;
    }

    private static URI normal(URI address) {
        var scheme = address.getScheme().toLowerCase(Locale.ROOT);
        var host = address.getHost().toLowerCase(Locale.ROOT);
        int port = address.getPort();
        boolean usual = port < 0 || (port == 80 && scheme.equals("http")) || (port == 443 && scheme.equals("https"));
        var path = address.normalize().getRawPath();
        var query = address.getRawQuery();
        return URI.create(scheme + "://" + host + (usual ? "" : ":" + port) + (path.isEmpty() ? "/" : encoded(path))
                + (query == null ? "" : "?" + query));
    }

    /** Escapes what may not stand in an address, and undoes escapes of what may always stand there. */
    private static String encoded(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = new StringBuilder(bytes.length + 16);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if (c == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2])) {
                int value = HexFormat.fromHexDigit(bytes[i + 1]) * 16 + HexFormat.fromHexDigit(bytes[i + 2]);
                i += 2;
                append(out, (char) value, isUnreserved((char) value));
            } else {
                append(out, c, isUnreserved(c) || (c < 0x80 && RESERVED.indexOf(c) >= 0));
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, char c, boolean plain) {
        if (plain) {
            out.append(c);
        } else {
            out.append('%').append(HEX.toHexDigits((byte) c));
        }
    }

    private static boolean isHex(byte b) {
        return HexFormat.isHexDigit(b);
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || UNRESERVED.indexOf(c) >= 0;
    }
}
