package org.garner.catalog.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cutting a page gives the records that a parser finds in it, or leaves the page to the parser. */
class RecordCutsTest {
    private static final int LARGE = 1 << 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<list><r/></list>",
                "<?xml version='1.0'?><list>\n<r>a</r> <r  a='1'\n>b</r\n></list>\n<!-- end -->",
                "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\" standalone='yes' ?><list><r>Málaga</r></list>",
                "<p:list xmlns:p='urn:p' xmlns='urn:d'><p:r xmlns:q='urn:q'><a q:b='1'/></p:r><r"
                        + " xmlns='urn:e'/><r/></p:list>",
                "<list xmlns:q='urn:&lt;\"old'><q:r xmlns:q = \"urn:new\" x='1'><q:t/></q:r><q:r/></list>",
                "<list><r a='>' b=\"/>'\"><c d='/r>'/></r><r><![CDATA[</r><r>]]>]] ></r></list>",
                "<list><r>a &amp; b &#10; &lt;</r><r><list><r/></list></r></list>",
                "<all><head a='1'/><list><r/><other/></list><foot>x</foot></all>",
                "<all><list></list></all>",
                "<list/>"
            })
    void givesTheRecordsThatAParserFinds(String page) throws Exception {
        var cut = cut(page).orElseThrow();
        assertThat(cut.stream().map(RecordCutsTest::written)).containsExactlyElementsOf(parsed(page));
    }

    @Test
    void commentsAndInstructionsAreNoPartOfARecord() {
        var page = "<list><!-- a --><r>1<!-- <r> -->2<?x </r>?>3<!----></r></list>";
        assertThat(cut(page).orElseThrow())
                .extracting(document -> new String(document, StandardCharsets.UTF_8))
                .containsExactly("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r>123</r>");
    }

    @Test
    void aRecordHasTheSameBytesOnEveryPage() {
        var page = "<p:list xmlns:p='urn:p' size='%s'>%s<p:r a='1'>\n<t/> </p:r>%s</p:list>";
        var alone = cut(page.formatted(1, "", "")).orElseThrow().getFirst();
        var second = cut(page.formatted(3, "<p:r/>\n", "<p:r/>")).orElseThrow().get(1);
        assertThat(second).isEqualTo(alone);
    }

    @Test
    void knowsOnWhichLineARecordBegins() {
        var page = "<list>\n<r\n a='x\ny'>\n<!--\n--><t\n/></r\n><r/>\r\n<r/></list>";
        var cuts = RecordCuts.of(bytes(page), "list", LARGE).orElseThrow();
        try (var rest = cuts.rest()) {
            assertThat(cuts.records(rest)).extracting(RecordCuts.Cut::line).containsExactly(2, 8, 9);
        } catch (MalformedXmlException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no XML",
                "<list><r>",
                "<list><r></list></r>",
                "<list><r></r></liste>",
                "<list><r/></list></list>",
                "<list><r/></list><list/>",
                "<list><r/><r a='</list>",
                "<list><r a='<'/></list>",
                "<list><r>\u0001</r></list>",
                "<list><r a='\u0000'/></list>",
                "<list><!-- <r/></list>",
                "<list><![CDATA[<r/></list>",
                "<list>< r/></list>",
                "<list><",
                "<!DOCTYPE list [<!ENTITY e 'x'>]><list><r>&e;</r></list>",
                "<?xml version='1.0' encoding='ISO-8859-1'?><list><r/></list>",
                "<?xml version='1.1'?><list><r/></list>",
                "<all><list><r/></list><list><r/></list></all>",
                "<all><deep><list><r/></list></deep></all>"
            })
    void leavesAnUnusualPageToTheParser(String page) {
        assertThat(RecordCuts.of(bytes(page), "list", LARGE)).isEmpty();
        assertThat(RecordCuts.of(page.getBytes(StandardCharsets.UTF_16), "list", LARGE))
                .isEmpty();
    }

    @Test
    void leavesRecordsThatAreTooLongOrTooDeepToTheParser() {
        assertThat(RecordCuts.of(bytes("<list><r>12</r></list>"), "list", 8)).isEmpty();
        assertThat(RecordCuts.of(bytes("<list><r>1</r></list>"), "list", 8)).isPresent();
        assertThat(RecordCuts.of(
                        bytes("<list>" + "<r>".repeat(Xml.MAX_DEPTH) + "</r>".repeat(Xml.MAX_DEPTH) + "</list>"),
                        "list",
                        LARGE))
                .isEmpty();
    }

    /** What a hostile tag may hold must not lead the search for its declarations beyond the page. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<list xmlns:q='u'><r a='x' b=c\"='>\"/></list>",
                "<list xmlns:q='u'><r \"x=\"y' z='></r></list>",
                "<list xmlns:q='u'><r =></r></list>",
                "<list xmlns:q='u'><r a=></r></list>",
                "<list xmlns:q='u'><r a=/></list>"
            })
    void aTagThatIsNoneIsFoundByWhoeverReadsTheRecord(String page) {
        var record = cut(page).orElseThrow().getFirst();
        assertThat(catchMalformed(record)).isNotNull();
    }

    private static Optional<List<byte[]>> cut(String page) {
        return RecordCuts.of(bytes(page), "list", LARGE).map(cuts -> {
            try (var rest = cuts.rest()) {
                while (!rest.localName().equals("list")) {
                    assertThat(rest.child(1)).isTrue();
                }
                return cuts.records(rest).stream().map(RecordCuts.Cut::document).toList();
            } catch (MalformedXmlException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** A record in the form that the cursor writes, in which records that mean the same are the same. */
    private static String written(byte[] record) {
        try (var in = Xml.read(record)) {
            return new String(in.element(LARGE), StandardCharsets.UTF_8);
        } catch (MalformedXmlException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> parsed(String page) throws MalformedXmlException {
        var records = new ArrayList<String>();
        try (var in = Xml.read(new ByteArrayInputStream(bytes(page)))) {
            while (!in.localName().equals("list")) {
                assertThat(in.child(1)).isTrue();
            }
            for (int list = in.depth(); in.child(list); ) {
                records.add(written(in.element(LARGE)));
            }
        }
        return records;
    }

    private static @Nullable MalformedXmlException catchMalformed(byte[] record) {
        try (var in = Xml.read(record)) {
            in.finish();
            return null;
        } catch (MalformedXmlException e) {
            return e;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
