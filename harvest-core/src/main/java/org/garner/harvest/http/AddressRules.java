package org.garner.harvest.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.garner.harvest.HarvestFailure.ForbiddenAddress;

/**
 * Which addresses may be asked. Public ones always; an address that is only reachable from inside (loopback, private, link-local and the like)
 * only when the operator allowed it, so that nobody makes Garner fetch from its own network by naming a source, by a redirect, or by a name
 * that resolves to an inner address.
 */
public final class AddressRules {
    /** How names become addresses; the system's resolver, but for tests. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    private final Set<String> names;
    private final List<Predicate<InetAddress>> networks;
    private final Resolver resolver;

    private AddressRules(Set<String> names, List<Predicate<InetAddress>> networks, Resolver resolver) {
        this.names = Set.copyOf(names);
        this.networks = List.copyOf(networks);
        this.resolver = resolver;
    }

    /** Public addresses only. */
    public static AddressRules publicOnly() {
        return allowing(Set.of());
    }

    /**
     * Public addresses, and these: an operator's setting.
     *
     * @param hostsOrNetworks host names ({@code catalogue.intern}), addresses ({@code 10.1.2.3}) and networks ({@code 10.0.0.0/8},
     *     {@code fd00::/8})
     * @throws IllegalArgumentException when one of them is none of these
     */
    public static AddressRules allowing(Set<String> hostsOrNetworks) {
        var names = new HashSet<String>();
        var networks = new ArrayList<Predicate<InetAddress>>();
        for (var entry : hostsOrNetworks) {
            var host = plain(entry);
            if (entry.contains("/")) {
                networks.add(Networks.parse(host));
            } else if (host.contains(":")) {
                networks.add(Networks.parse(host + "/128"));
            } else if (host.matches("[0-9.]+")) {
                networks.add(Networks.parse(host + "/32"));
            } else {
                names.add(host);
            }
        }
        return new AddressRules(names, networks, InetAddress::getAllByName);
    }

    /** Public addresses, and the host of this address, which the operator typed: other inner hosts, also by redirect, stay forbidden. */
    public static AddressRules typed(URI address) {
        return address.getHost() == null ? publicOnly() : allowing(Set.of(address.getHost()));
    }

    AddressRules resolvingBy(Resolver other) {
        return new AddressRules(names, networks, other);
    }

    /**
     * Finds the addresses that a request to this URI may connect to, IPv4 first. The caller connects to one of these and never resolves the
     * name again: a second look-up could give another answer (DNS rebinding).
     *
     * @throws SourceException when the URI may not be asked
     * @throws UnknownHostException when the name has no address
     */
    List<InetAddress> addressesOf(URI uri) throws SourceException, UnknownHostException {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused(uri, "only http and https addresses are harvested");
        }
        if (uri.getHost() == null) {
            throw refused(uri, "it names no valid host");
        }
        var host = plain(uri.getHost());
        var allowed = names.contains(host);
        var addresses = new ArrayList<>(Arrays.asList(resolver.all(host)));
        for (var address : addresses) {
            if (!allowed && !permits(address)) {
                throw refused(
                        uri,
                        "%s is %s, %s, which the operator has not allowed"
                                .formatted(host, address.getHostAddress(), Networks.whyNotPublic(address)));
            }
        }
        addresses.sort(Comparator.comparingInt(address -> address.getAddress().length));
        return List.copyOf(addresses);
    }

    private boolean permits(InetAddress address) {
        return Networks.whyNotPublic(address) == null || networks.stream().anyMatch(network -> network.test(address));
    }

    private static SourceException refused(URI uri, String why) {
        return new SourceException(new ForbiddenAddress(Secrets.hidden(uri), why));
    }

    /** A host as it is compared: lower case, without brackets and the final dot. */
    private static String plain(String host) {
        var lower = host.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("[") && lower.endsWith("]")) {
            lower = lower.substring(1, lower.length() - 1);
        }
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
