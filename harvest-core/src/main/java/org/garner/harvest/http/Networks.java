package org.garner.harvest.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Knows which addresses are public: those that the IANA special-purpose registries (RFC 6890 and its successors) leave to everyone. */
final class Networks {
    /** A network and its width in bits. */
    private record Network(byte[] base, int bits) implements Predicate<InetAddress> {
        @Override
        public boolean test(InetAddress address) {
            return holds(address.getAddress());
        }

        boolean holds(byte[] address) {
            if (address.length != base.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((address[bit >> 3] & mask) != (base[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final Map<Network, String> INNER_4 = new LinkedHashMap<>();
    private static final Map<Network, String> INNER_6 = new LinkedHashMap<>();

    static {
        INNER_4.put(parsed("0.0.0.0/8"), "an unspecified address");
        INNER_4.put(parsed("10.0.0.0/8"), "a private address");
        INNER_4.put(parsed("100.64.0.0/10"), "an address of a provider's inner network");
        INNER_4.put(parsed("127.0.0.0/8"), "this machine");
        INNER_4.put(parsed("169.254.0.0/16"), "a link-local address");
        INNER_4.put(parsed("172.16.0.0/12"), "a private address");
        INNER_4.put(parsed("192.0.0.0/24"), "a reserved address");
        INNER_4.put(parsed("192.0.2.0/24"), "an address for documentation");
        INNER_4.put(parsed("192.168.0.0/16"), "a private address");
        INNER_4.put(parsed("198.18.0.0/15"), "an address for benchmarks");
        INNER_4.put(parsed("198.51.100.0/24"), "an address for documentation");
        INNER_4.put(parsed("203.0.113.0/24"), "an address for documentation");
        INNER_4.put(parsed("224.0.0.0/4"), "a multicast address");
        INNER_4.put(parsed("240.0.0.0/4"), "a reserved address");
        INNER_6.put(parsed("::1/128"), "this machine");
        INNER_6.put(parsed("fc00::/7"), "a private address");
        INNER_6.put(parsed("fe80::/10"), "a link-local address");
        INNER_6.put(parsed("fec0::/10"), "a private address");
        INNER_6.put(parsed("ff00::/8"), "a multicast address");
        INNER_6.put(parsed("2001::/23"), "a reserved address");
        INNER_6.put(parsed("2001:db8::/32"), "an address for documentation");
        INNER_6.put(parsed("3fff::/20"), "an address for documentation");
    }

    private static final Network GLOBAL_6 = parsed("2000::/3");
    private static final Network SIX_TO_FOUR = parsed("2002::/16");
    private static final Network NAT_64 = parsed("64:ff9b::/96");

    private Networks() {}

    /** The network that a text such as {@code 10.0.0.0/8} names, as a test of addresses. */
    static Predicate<InetAddress> parse(String text) {
        return parsed(text);
    }

    /** What keeps this address from being public, as a phrase; null when it is public. */
    static @Nullable String whyNotPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return find(INNER_4, bytes);
        }
        // IPv6 addresses that carry an IPv4 address lead to it, so they are judged by it (RFC 3056, RFC 6052).
        if (SIX_TO_FOUR.holds(bytes)) {
            return find(INNER_4, Arrays.copyOfRange(bytes, 2, 6));
        }
        if (NAT_64.holds(bytes)) {
            return find(INNER_4, Arrays.copyOfRange(bytes, 12, 16));
        }
        var named = find(INNER_6, bytes);
        return named == null && !GLOBAL_6.holds(bytes) ? "no public address" : named;
    }

    private static @Nullable String find(Map<Network, String> networks, byte[] address) {
        for (var network : networks.entrySet()) {
            if (network.getKey().holds(address)) {
                return network.getValue();
            }
        }
        return null;
    }

    private static Network parsed(String text) {
        var slash = text.indexOf('/');
        try {
            var base = text.substring(0, slash).strip();
            if (!base.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                throw new IllegalArgumentException("'%s' is no network such as 10.0.0.0/8".formatted(text));
            }
            // Digits, dots and colons only: a literal, so this never asks the name server.
            byte[] bytes = InetAddress.getByName(base).getAddress();
            int bits = Integer.parseInt(text.substring(slash + 1).strip());
            if (bits < 0 || bits > bytes.length * 8) {
                throw new IllegalArgumentException(
                        "The width of '%s' is 0 to %d bits".formatted(text, bytes.length * 8));
            }
            return new Network(bytes, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is no network such as 10.0.0.0/8".formatted(text), e);
        }
    }
}
