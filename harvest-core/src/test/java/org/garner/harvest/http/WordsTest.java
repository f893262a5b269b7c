package org.garner.harvest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What headers mean, where redirects lead, and what people get to see. */
class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | 120",
                "0 | 0",
                "-5 | 0",
                "301 | 300",
                "99999999999999999999999 | 300",
                "Mon, 02 Nov 2026 10:01:00 GMT | 60",
                "Mon, 02 Nov 2026 09:00:00 GMT | 0",
                "Tue, 03 Nov 2026 10:00:00 GMT | 300"
            })
    void retryAfterIsSecondsOrADate(String header, long seconds) {
        assertThat(RetryAfter.parse(header, Instant.parse("2026-11-02T10:00:00Z"), Duration.ofMinutes(5)))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"soon", "1.5", "'Mon, 99 Nov 2026 10:01:00 GMT'", "''"})
    void anythingElseAsksForNothing(String header) {
        assertThat(RetryAfter.parse(header, Instant.EPOCH, Duration.ofMinutes(5)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://me:pw@example.org/csw?a=b, https://example.org/csw?a=b",
        "https://example.org/x?API_KEY=1&b=2&access_token=3#f,"
                + " https://example.org/x?API_KEY=***&b=2&access_token=***#f",
        "https://example.org/garner_0123456789012345678901234567890123456789-_x, https://example.org/garner_***",
        "https://example.org/oai?resumptionToken=abc, https://example.org/oai?resumptionToken=abc",
        "https://example.org/a@b?monkey=1, https://example.org/a@b?monkey=1"
    })
    void credentialsAreNotShown(String address, String shown) {
        assertThat(Secrets.hidden(URI.create(address))).isEqualTo(URI.create(shown));
    }

    @Test
    void whatASourceSaidIsOneShortLine() {
        assertThat(Secrets.excerpt("a\u0000\u001b[31m\n\tb\u202e".getBytes(UTF_8)))
                .isEqualTo("a [31m b");
        assertThat(Secrets.excerpt("x".repeat(1000).getBytes(UTF_8))).hasSize(201);
    }

    @ParameterizedTest
    @CsvSource({"http://example.org/a", "http://example.com/", "ftp://example.org/"})
    void noRedirectLeavesHttps(String location) {
        assertThatThrownBy(() -> first("https://example.org/").redirected(new Answer.Elsewhere(301, location)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("away from https");
    }

    @ParameterizedTest
    @CsvSource({"http://[x/", "mailto:a@b", "http:///a"})
    void aRedirectToNowhereIsNamed(String location) {
        assertThatThrownBy(() -> first("http://example.org/").redirected(new Answer.Elsewhere(301, location)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(location);
    }

    @ParameterizedTest
    @CsvSource({
        "/b c, true, http://example.org/b%20c",
        "?x=1, true, http://example.org/a/?x=1",
        "https://EXAMPLE.org/, true, https://EXAMPLE.org/",
        "http://example.org:8080/, false, http://example.org:8080/",
        "//example.com/z, false, http://example.com/z"
    })
    void onlyTheServerThatWasNamedSeesTheCallersKeys(String location, boolean trusted, String to) throws Exception {
        var hop = first("http://example.org/a/").redirected(new Answer.Elsewhere(302, location));

        assertThat(hop.uri()).isEqualTo(URI.create(to));
        var headers = hop.request(java.net.InetAddress.getByName("192.0.2.1"), "Garner")
                .headers();
        assertThat(headers.firstValue("X-Key").isPresent()).isEqualTo(trusted);
        assertThat(headers.firstValue("Accept")).contains("text/xml");
    }

    @ParameterizedTest
    @CsvSource({"301, POST", "302, POST", "303, GET", "307, POST", "308, POST"})
    void aQueryIsAskedAgainWhereItMovedTo(int status, String method) throws Exception {
        var query = SourceRequest.post(URI.create("http://example.org/csw"), "text/xml", "<query/>", 100);

        var hop = Hop.first(query, 0).redirected(new Answer.Elsewhere(status, "/new"));

        var request = hop.request(java.net.InetAddress.getByName("192.0.2.1"), "Garner");
        assertThat(request.method()).isEqualTo(method);
        assertThat(request.headers().firstValue("Content-Type").isPresent()).isEqualTo(method.equals("POST"));
    }

    private static Hop first(String uri) {
        var headers = Map.of("X-Key", "k", "Accept", "text/xml");
        return Hop.first(new SourceRequest("GET", URI.create(uri), null, headers, null, 100), 0);
    }
}
