package org.garner.harvest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.garner.harvest.HarvestFailure.ForbiddenAddress;
import org.garner.harvest.HarvestFailure.Unreachable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Garner asks nothing that only its own network can reach, by whatever name. */
class AddressRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "2130706433",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "[::]",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:10.0.0.1]",
                "[::7f00:1]",
                "[fe80::1]",
                "[fec0::1]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[ff02::1]",
                "[2002:7f00:1::]",
                "[2002:c0a8:101::1]",
                "[64:ff9b::a00:1]",
                "[64:ff9b:1::1]",
                "[2001:0:4136:e378::1]",
                "[2001:db8::1]",
                "[100::1]",
                "localhost",
                "localhost."
            })
    void innerAddressesAreRefused(String host) {
        assertThatThrownBy(() -> AddressRules.publicOnly().addressesOf(URI.create("http://" + host + "/csw")))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.failure()).isInstanceOf(ForbiddenAddress.class))
                .hasMessageContaining("which the operator has not allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.32.0.1",
                "100.128.0.1",
                "[2a00:1450:4001::1]",
                "[2001:4860:4860::8888]",
                "[64:ff9b::808:808]",
                "[2002:808:808::1]",
                "[::ffff:8.8.8.8]"
            })
    void publicAddressesAreAsked(String host) throws Exception {
        assertThat(AddressRules.publicOnly().addressesOf(URI.create("https://" + host + "/csw")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://8.8.8.8/",
                "file:///etc/passwd",
                "jar:http://8.8.8.8/a!/",
                "csw",
                "http:///csw",
                "http://127.1/"
            })
    void otherSchemesAndAddressesWithoutHostAreRefused(String address) {
        assertThatThrownBy(() -> AddressRules.publicOnly().addressesOf(URI.create(address)))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void aNameIsJudgedByAllOfItsAddresses() {
        var rules = AddressRules.publicOnly().resolvingBy(host ->
                new InetAddress[] {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("169.254.169.254")});

        assertThatThrownBy(() -> rules.addressesOf(URI.create("http://catalogue.example.org/")))
                .hasMessageContaining("catalogue.example.org is 169.254.169.254, a link-local address");
    }

    @Test
    void theOperatorAllowsHostsAddressesAndNetworks() throws Exception {
        var rules = AddressRules.allowing(
                        Set.of("Catalogue.Intern", "10.1.2.3", "192.168.0.0/16", "fd00::/8", "[fe80::9]"))
                .resolvingBy(host -> InetAddress.getAllByName(host.equals("catalogue.intern") ? "172.16.0.9" : host));

        assertThat(rules.addressesOf(URI.create("http://catalogue.intern/"))).hasSize(1);
        assertThat(rules.addressesOf(URI.create("http://10.1.2.3/"))).hasSize(1);
        assertThat(rules.addressesOf(URI.create("http://192.168.77.1/"))).hasSize(1);
        assertThat(rules.addressesOf(URI.create("http://[fd00::1]/"))).hasSize(1);
        assertThat(rules.addressesOf(URI.create("http://[FE80:0::9]/"))).hasSize(1);
        assertThatThrownBy(() -> rules.addressesOf(URI.create("http://10.1.2.4/")))
                .isInstanceOf(SourceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "intern/8", "/8"})
    void aNetworkThatIsNoneIsNamed(String network) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRules.allowing(Set.of(network)))
                .withMessageContaining(network);
    }

    @Test
    void theHostThatTheOperatorTypedIsAskedButNoOtherByRedirect() throws Exception {
        try (var inner = RawServer.saying("200 OK", new byte[1]);
                var typed = RawServer.saying(
                        "302 Found\nContent-Length: 0\nLocation: http://127.0.0.1:"
                                + inner.uri().getPort() + "/",
                        new byte[0]);
                var client = new PoliteClient(
                        Clients.QUICK,
                        AddressRules.typed(typed.uri()),
                        new LocalPermits(),
                        new SimpleMeterRegistry())) {
            var failure = Clients.failure(client, SourceRequest.get(typed.uri(), 100));

            assertThat(failure).isInstanceOf(ForbiddenAddress.class);
            assertThat(failure.describe()).contains("127.0.0.1", "this machine");
            assertThat(typed.requests()).isEqualTo(1);
            assertThat(inner.requests()).isZero();
        }
    }

    @Test
    void theCheckedAddressIsAskedWithoutASecondLookUp() throws Exception {
        // Only this resolver knows the name, and only once: any other look-up would fail.
        var rules = AddressRules.allowing(Set.of("127.0.0.0/8")).resolvingBy(new AddressRules.Resolver() {
            private boolean asked;

            @Override
            public InetAddress[] all(String host) throws UnknownHostException {
                if (asked) {
                    throw new UnknownHostException(host);
                }
                asked = true;
                return InetAddress.getAllByName("127.0.0.1");
            }
        });
        try (var server = RawServer.saying("200 OK", new byte[7]);
                var client = new PoliteClient(Clients.QUICK, rules, new LocalPermits(), new SimpleMeterRegistry());
                var reply = client.send(SourceRequest.get(
                        URI.create("http://source.invalid:" + server.uri().getPort() + "/"), 100))) {
            assertThat(reply.body().size()).isEqualTo(7);
            assertThat(reply.uri().getHost()).isEqualTo("source.invalid");
        }
    }

    @Test
    void aNameWithoutAddressIsUnreachable() {
        var rules = AddressRules.publicOnly().resolvingBy(host -> {
            throw new UnknownHostException(host);
        });
        try (var client = new PoliteClient(Clients.QUICK, rules, new LocalPermits(), new SimpleMeterRegistry())) {
            var failure = Clients.failure(
                    client, SourceRequest.get(URI.create("http://me:secret@gone.example/csw?apikey=s3cret"), 100));

            assertThat(failure)
                    .isEqualTo(new Unreachable(
                            URI.create("http://gone.example/csw?apikey=***"), "the name gone.example has no address"));
        }
    }
}
