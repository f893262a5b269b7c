package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceUrlTest {
    @ParameterizedTest
    @CsvSource({
        "HTTP://Example.org:80/csw/, http://example.org/csw",
        "https://example.org:443/csw#top, https://example.org/csw",
        "https://example.org:8443/csw, https://example.org:8443/csw",
        "https://example.org/csw?service=CSW&request=GetCapabilities, https://example.org/csw",
        "https://example.org/ows?Map=a&SERVICE=CSW, https://example.org/ows?Map=a",
        "https://example.org/ows?b=2&a=1, https://example.org/ows?a=1&b=2"
    })
    void theNormalFormKeepsWhatChoosesACatalogue(String written, String normal) {
        assertThat(SourceUrl.normal(URI.create(written))).isEqualTo(normal);
    }
}
