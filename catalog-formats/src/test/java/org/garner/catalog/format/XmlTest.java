package org.garner.catalog.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class XmlTest {
    @TempDir
    private Path folder;

    @Test
    void aCursorGoesFromChildToChildAndPassesOverWhatIsNotRead() throws Exception {
        try (var in = Xml.read(bytes("<a><b><deep>x</deep></b><c>one<!-- no -->, <![CDATA[two]]></c><d/></a>"))) {
            var seen = new ArrayList<String>();
            for (int here = in.depth(); in.child(here); ) {
                seen.add(in.localName());
                if (in.is("", "c")) {
                    seen.add(in.text());
                }
            }
            assertThat(seen).containsExactly("b", "c", "one, two", "d");
        }
    }

    @Test
    void whatIsNotWellFormedIsRefusedWithItsPlace() {
        var e = malformed(bytes("<a>\n  <b>text\n</a>"));
        assertThat(e.line()).isEqualTo(3);
        assertThat(e.column()).isBetween(1, 5);
        assertThat(e).hasMessageContaining("</a>");
    }

    @Test
    void aDocumentThatEndsTooEarlyIsRefused() {
        assertThat(malformed(bytes("<a><b>text</b>"))).hasMessageContaining("EOF");
        assertThat(malformed(bytes(""))).isNotNull();
    }

    @Test
    void whatFollowsTheRootIsCheckedToo() {
        assertThat(malformed(bytes("<a/>\n<b/>")).line()).isEqualTo(2);
    }

    @Test
    @Timeout(10)
    void anEntityBombDoesNotExpand() {
        var bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 \"ha\">");
        for (int i = 1; i < 40; i++) {
            bomb.append("<!ENTITY e%d \"&e%d;&e%d;\">".formatted(i, i - 1, i - 1));
        }
        assertThat(malformed(bytes(bomb + "]><a>&e39;</a>"))).hasMessageContaining("e39");
    }

    @Test
    void anExternalEntityIsNotRead() throws Exception {
        var secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        var document = "<!DOCTYPE a [<!ENTITY x SYSTEM \"%s\">]><a>&x;</a>".formatted(secret.toUri());
        assertThat(malformed(bytes(document))).hasMessageContaining("x").hasMessageNotContaining("secret\"");
    }

    @Test
    void aDocumentTypeOfAnotherHostIsPassedOverUnread() throws Exception {
        try (var in = Xml.read(bytes("<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/never.dtd\"><a>text</a>"))) {
            assertThat(in.text()).isEqualTo("text");
        }
    }

    @Test
    void depthAndAttributesAreBounded() {
        assertThat(malformed(bytes("<a>".repeat(300) + "</a>".repeat(300)))).hasMessageContaining("Depth");
        var attributes = new StringBuilder("<a");
        for (int i = 0; i < 300; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        assertThat(malformed(bytes(attributes + "/>"))).hasMessageContaining("ttribute");
    }

    @Test
    void controlCharactersAreRemovedWithAWarning() throws Exception {
        try (var in = Xml.read(bytes("<a>one\u0000 t\u0000wo\u0001\u001f</a>"))) {
            assertThat(in.text()).isEqualTo("one two");
            in.finish();
            assertThat(in.warnings()).containsExactly("4 control characters that XML does not allow were removed");
        }
    }

    @Test
    void controlCharactersThatComeAsReferencesAreRemovedToo() throws Exception {
        try (var in = Xml.read(bytes("<a>one &#1;two&#x1f;</a>"))) {
            assertThat(in.text()).isEqualTo("one two");
            assertThat(in.warnings()).singleElement().asString().startsWith("2 control characters");
        }
        assertThat(malformed(bytes("<a>&#0;</a>"))).isNotNull();
    }

    @Test
    void aStreamThatBreaksIsNoFaultOfTheDocument() {
        var broken = new SequenceInputStream(new ByteArrayInputStream(bytes("<a><b>text</b>")), new BrokenStream());
        var e = catchThrowableOfType(UncheckedIOException.class, () -> {
            try (var in = Xml.read(broken)) {
                in.finish();
            }
        });
        assertThat(e).hasRootCauseMessage("connection reset");
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("connection reset");
        }
    }

    @Test
    void otherBytesThanDeclaredInAStreamAreRefused() {
        var stream = new ByteArrayInputStream("<a>\n  Málaga</a>".getBytes(StandardCharsets.ISO_8859_1));
        var e = catchThrowableOfType(MalformedXmlException.class, () -> {
            try (var in = Xml.read(stream)) {
                in.finish();
            }
        });
        assertThat(e).hasMessageContaining("UTF-8");
    }

    @Test
    void anUnknownEncodingIsRefused() {
        assertThat(malformed(bytes("<?xml version='1.0' encoding='klingon'?><a/>")))
                .hasMessageContaining("klingon");
    }

    @Test
    void blanksBeforeTheDeclarationDoNotMatter() throws Exception {
        try (var in = Xml.read(bytes("\r\n \n<?xml version='1.0' encoding='UTF-8'?><a>é</a>"))) {
            assertThat(in.text()).isEqualTo("é");
            assertThat(in.warnings()).isEmpty();
        }
    }

    @Test
    void otherBytesThanDeclaredAreRefusedWithTheirPlace() {
        var e = malformed(
                "<?xml version='1.0' encoding='UTF-8'?>\n<a>\n  Málaga</a>".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(e).hasMessageContaining("expected UTF-8").hasMessageContaining("0xe1");
        assertThat(e.line()).isEqualTo(3);
        assertThat(e.column()).isEqualTo(4);
    }

    @Test
    void everyDeclaredEncodingIsRead() throws Exception {
        for (var encoding : List.of("UTF-8", "ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE", "UTF-16BE")) {
            var document = "<?xml version='1.0' encoding='%s'?><a>Málaga\u0001</a>"
                    .formatted(encoding)
                    .replace("\u0001", "");
            try (var in = Xml.read(document.getBytes(Charset.forName(encoding)))) {
                assertThat(in.text()).as(encoding).isEqualTo("Málaga");
            }
        }
        try (var in = Xml.read(bytes("\ufeff<a>Málaga</a>"))) {
            assertThat(in.text()).isEqualTo("Málaga");
        }
    }

    @Test
    void anElementBecomesADocumentOfItsOwnWithItsNamespaces() throws Exception {
        var page = "<p:page xmlns:p='urn:p' xmlns='urn:d' xmlns:q='urn:old'><p:record xmlns:q='urn:q'"
                + " q:type=\"q:a&amp;'&#10;&quot;b\"><title>1 &lt; 2 &amp; 3 <![CDATA[<b>]]></title><inner"
                + " xmlns=''><x/></inner></p:record><p:record/></p:page>";
        try (var in = Xml.read(new ByteArrayInputStream(bytes(page)))) {
            int here = in.depth();
            assertThat(in.child(here)).isTrue();
            var record = in.element(1_000);
            try (var copy = Xml.read(record)) {
                assertThat(copy.is("urn:p", "record")).isTrue();
                assertThat(copy.attribute("urn:q", "type")).isEqualTo("q:a&'\n\"b");
                int inRecord = copy.depth();
                assertThat(copy.child(inRecord)).isTrue();
                assertThat(copy.is("urn:d", "title")).isTrue();
                assertThat(copy.text()).isEqualTo("1 < 2 & 3 <b>");
                assertThat(copy.child(inRecord)).isTrue();
                assertThat(copy.is("", "inner")).isTrue();
                copy.finish();
            }
            assertThat(in.child(here)).as("the next record").isTrue();
            assertThat(in.child(here)).as("no third record").isFalse();
        }
    }

    @Test
    void anElementOverTheLimitIsRefused() throws Exception {
        try (var in = Xml.read(bytes("<a><b>%s</b></a>".formatted("x".repeat(2_000))))) {
            assertThat(in.child(in.depth())).isTrue();
            var e = catchThrowableOfType(MalformedXmlException.class, () -> in.element(1_000));
            assertThat(e).hasMessageContaining("1,000 bytes");
        }
    }

    @Test
    @Timeout(30)
    void aLongListingIsReadInLittleMemory() throws Exception {
        var record = bytes("<r><title>%s</title></r>".formatted("t".repeat(10_000)));
        var listing = new RepeatedBytes(bytes("<list>"), record, 5_000, bytes("</list>"));
        int records = 0;
        long start = System.nanoTime();
        try (var in = Xml.read(listing)) {
            for (int here = in.depth(); in.child(here); ) {
                records += in.element(1 << 20).length > 10_000 ? 1 : 0;
            }
        }
        assertThat(records).isEqualTo(5_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    }

    private static MalformedXmlException malformed(byte[] document) {
        return catchThrowableOfType(MalformedXmlException.class, () -> {
            try (var in = Xml.read(document)) {
                in.text();
                in.finish();
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
