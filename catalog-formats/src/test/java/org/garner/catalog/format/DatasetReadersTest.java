package org.garner.catalog.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.garner.catalog.format.UnreadableRecordException.Fault;
import org.junit.jupiter.api.Test;

class DatasetReadersTest {
    private final DatasetReaders readers = DatasetReaders.standard();

    @Test
    void theRootElementChoosesTheReader() throws Exception {
        var record =
                "<x:MD_Metadata xmlns:x='http://www.isotc211.org/2005/gmd' xmlns:g='http://www.isotc211.org/2005/gco'>"
                    + "<x:fileIdentifier><g:CharacterString>one</g:CharacterString></x:fileIdentifier></x:MD_Metadata>";
        var reading = readers.read(record.getBytes(StandardCharsets.UTF_8), ReadingOptions.PLAIN);
        assertThat(reading.format()).isEqualTo("iso19139");
        assertThat(reading.guid()).isEqualTo("one");
        assertThat(readers.version()).isPositive();
    }

    @Test
    void whatNoReaderKnowsIsCalledByItsName() {
        assertThat(refused("")).matches("Expected .*an ISO 19139 record.*, found an empty document");
        assertThat(refused("  {\"what\": [], \"ever\": 1}")).endsWith("found JSON with the members what, ever");
        assertThat(refused("[1]")).isEqualTo("Expected a record as a JSON object, found a list");
        assertThat(refused("{\"a\":\n nonsense}")).startsWith("The document is not readable JSON: ");
        assertThat(refused("<!DOCTYPE html><html><body>Sorry<br></body></html>"))
                .endsWith("found an HTML page");
        assertThat(refused("<html><body><p>Sorry</body>")).endsWith("found an HTML page");
        assertThat(refused("Service unavailable")).endsWith("found plain text that begins 'Service unavailable'");
        assertThat(refused("<metadata><idinfo/></metadata>")).endsWith("found an FGDC CSDGM record");
        assertThat(refused("<DIF xmlns='http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/'/>"))
                .endsWith("found a DIF record");
        assertThat(refused("<mdb:MD_Metadata xmlns:mdb='http://standards.iso.org/iso/19115/-3/mdb/2.0'/>"))
                .endsWith("found an ISO 19115-3 record");
        assertThat(refused("<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>"))
                .contains("found RDF");
        assertThat(refused("<c:Record xmlns:c='http://www.opengis.net/cat/csw/2.0.2'/>"))
                .contains("Dublin Core");
        assertThat(refused("<x xmlns='urn:y'/>")).endsWith("found a document <x> of urn:y");
        assertThat(refused("@prefix dcat: <http://www.w3.org/ns/dcat#> .")).endsWith("found RDF in Turtle");
    }

    @Test
    void brokenXmlKeepsItsPlace() {
        var e = catchThrowableOfType(
                UnreadableRecordException.class,
                () -> readers.read("<a>\n<b></a>".getBytes(StandardCharsets.UTF_8), ReadingOptions.PLAIN));
        // The root is enough to see that no reader takes it.
        assertThat(e).hasMessageContaining("found a document <a>");
        var broken = catchThrowableOfType(
                UnreadableRecordException.class,
                () -> readers.read("\n<a b=>".getBytes(StandardCharsets.UTF_8), ReadingOptions.PLAIN));
        assertThat(broken.fault()).isEqualTo(Fault.FORMAT);
        assertThat(broken.line()).isNotNull();
    }

    private String refused(String document) {
        var e = catchThrowableOfType(
                UnreadableRecordException.class,
                () -> readers.read(document.getBytes(StandardCharsets.UTF_8), ReadingOptions.PLAIN));
        assertThat(e.fault()).isEqualTo(Fault.FORMAT);
        return String.valueOf(e.getMessage());
    }
}
