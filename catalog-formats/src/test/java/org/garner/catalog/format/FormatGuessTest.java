package org.garner.catalog.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatGuessTest {
    @Test
    void aServiceIsKnownByItsProtocol() {
        assertThat(guess("OGC:WMS", "http://a.test/")).isEqualTo("WMS");
        assertThat(guess("OGC:WMS-1.3.0-http-get-map", "http://a.test/")).isEqualTo("WMS");
        assertThat(guess("ogc:wfs-g", "http://a.test/")).isEqualTo("WFS");
        assertThat(guess("OGC:WMTS-1.0.0-http-get-capabilities", "http://a.test/"))
                .isEqualTo("WMTS");
        assertThat(guess("GLG:KML-2.0-http-get-map", "http://a.test/")).isEqualTo("KML");
        assertThat(guess("OGC Web Feature Service", "http://a.test/")).isEqualTo("WFS");
        assertThat(guess("http://www.opengis.net/def/serviceType/ogc/wms", "http://a.test/"))
                .isEqualTo("WMS");
        assertThat(guess("ESRI:REST", "http://a.test/")).isEqualTo("Esri REST");
        assertThat(guess("INSPIRE Atom", "http://a.test/")).isEqualTo("Atom");
    }

    @Test
    void aDownloadProtocolDoesNotHideTheFormat() {
        assertThat(guess("WWW:DOWNLOAD-1.0-http--download", "http://a.test/rivers.zip"))
                .isEqualTo("ZIP");
        assertThat(guess("WWW:LINK-1.0-http--link", "https://a.test/data/rivers.CSV?v=2"))
                .isEqualTo("CSV");
        assertThat(guess("WWW:DOWNLOAD-1.0-http--download", "http://a.test/rivers"))
                .isEqualTo("none");
        assertThat(guess("test-protocol", "https://a.test/pls/f?p=101")).isEqualTo("none");
    }

    @Test
    void aServiceIsKnownByItsAddress() {
        assertThat(guess("", "http://a.test/geoserver/ows?SERVICE=WFS&request=GetCapabilities"))
                .isEqualTo("WFS");
        assertThat(guess("", "http://a.test/wms/capabilities.xml")).isEqualTo("WMS");
        assertThat(guess("", "http://a.test/arcgis/services/x/MapServer/WMSServer"))
                .isEqualTo("WMS");
        assertThat(guess("", "http://a.test/arcgis/rest/services/x/MapServer")).isEqualTo("Esri REST");
    }

    @Test
    void aFileBelowAServiceIsWhatItsExtensionSays() {
        assertThat(guess("", "http://a.test/wms/manual.pdf")).isEqualTo("PDF");
    }

    @Test
    void aHostNameHasNoExtension() {
        assertThat(guess("", "http://a.zip")).isEqualTo("none");
        assertThat(guess("", "www.a.csv")).isEqualTo("none");
        assertThat(guess("", "")).isEqualTo("none");
    }

    @Test
    void theMediaTypeDecidesLast() {
        assertThat(FormatGuess.of("", "http://a.test/x", "text/csv; charset=utf-8")
                        .map(FileFormat::name))
                .contains("CSV");
    }

    private static String guess(String protocol, String url) {
        return FormatGuess.of(protocol, url, "").map(FileFormat::name).orElse("none");
    }
}
