package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.garner.client.JobError;
import org.garner.client.JobReport;
import org.garner.tests.LocalSite.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sources send when they are broken: each time a sentence with the address, what was expected and what came, and nothing lost. */
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadInputTest {
    private static final Reply LOGIN =
            Reply.html("<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>");
    private static final String NOTHING = "failed: gathered 0";

    private final LocalSite site = new LocalSite();

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf"})
    void aServerThatIsNotThereFailsTheJob(String type, RunningGarner garner) throws IOException {
        URI nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://localhost:%d/%s".formatted(socket.getLocalPort(), type));
        }
        assertFailed(garner.harvest(nobody, type), nobody, "could not be reached", "efused");
    }

    @Test
    void aNameWithoutAnAddressFailsTheJob(RunningGarner garner) {
        var url = URI.create("http://catalogue.invalid/csw");
        assertFailed(garner.harvest(url, "csw"), url, "could not be reached", "catalogue.invalid has no address");
    }

    @Test
    void aLoginPageInPlaceOfACatalogueFailsTheJob(RunningGarner garner) {
        site.answer("/csw", LOGIN);
        assertFailed(
                garner.harvest(site.at("/csw"), "csw"),
                site.at("/csw"),
                "expected",
                "csw:",
                "an HTML page titled 'Sign in'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf"})
    void anAddressThatIsNotThereFailsTheJob(String type, RunningGarner garner) {
        var url = site.at("/gone/" + type);
        assertFailed(garner.harvest(url, type), url, "answered 404", "expected 200", "Nothing is here");
    }

    @Test
    void aFolderHarvestedAsACatalogueFailsTheJob(RunningGarner garner) {
        site.tree("/data/", Map.of("one.xml", IsoRecord.bytes("one", "Tides")));
        assertFailed(
                garner.harvest(site.at("/data/"), "csw"),
                site.at("/data/"),
                "csw:",
                "an HTML page titled 'Index of /'");
    }

    @Test
    void aCatalogueHarvestedAsAFolderFailsTheJob(RunningGarner garner) {
        site.answer("/csw", new RecordedCsw(List.of(IsoRecord.of("one", "Tides"))));
        assertFailed(
                garner.harvest(site.at("/csw"), "waf"),
                site.at("/csw"),
                "an HTML page that links to the records of a folder",
                "an XML document with the root 'GetRecordsResponse'");
    }

    @Test
    void anExceptionReportFailsTheJobWithItsWords(RunningGarner garner) {
        site.answer("/csw", Reply.xml("""
            <ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows"><ows:Exception exceptionCode="NoApplicableCode">
            <ows:ExceptionText>The index is being rebuilt</ows:ExceptionText></ows:Exception></ows:ExceptionReport>
            """));
        assertFailed(
                garner.harvest(site.at("/csw"), "csw"),
                site.at("/csw"),
                "an exception report",
                "The index is being rebuilt");
    }

    @Test
    void anAddressOfTheOwnNetworkIsNotAskedUnlessAllowed(RunningGarner garner) {
        var inside = URI.create(site.at("/csw").toString().replace("localhost", "127.0.0.1"));
        site.answer("/csw", asked -> {
            throw new IllegalStateException("It was asked");
        });
        assertFailed(
                garner.harvest(inside, "csw"), inside, "was not asked", "127.0.0.1", "the operator has not allowed");

        var elsewhere = site.at("/moved/");
        site.answer("/moved/", Reply.of(302, "text/plain", "").with("Location", inside.toString()));
        assertFailed(garner.harvest(elsewhere, "waf"), inside, "was not asked", "the operator has not allowed");
    }

    @Test
    void aCatalogueThatIsEmptyFromTheStartIsReported(RunningGarner garner) {
        site.answer("/csw", new RecordedCsw(List.of()));
        var report = garner.harvest(site.at("/csw"), "csw");
        assertThat(RunningGarner.summary(report)).isEqualTo("with_errors: gathered 0");
        assertThat(said(report))
                .singleElement()
                .asString()
                .contains(site.at("/csw").toString(), "record");
    }

    @Test
    void aFolderWithoutLinksIsReportedAtTheFirstHarvest(RunningGarner garner) {
        site.tree("/empty/", Map.of());
        var report = garner.harvest(site.at("/empty/"), "waf");
        assertThat(RunningGarner.summary(report)).isEqualTo("with_errors: gathered 0");
        assertThat(said(report))
                .singleElement()
                .asString()
                .contains(site.at("/empty/").toString(), "links to .xml files", "none");
    }

    @Test
    void aRecordWithoutAnIdentifierInACatalogueIsReportedAndTheOthersGoOn(RunningGarner garner) {
        site.answer(
                "/csw",
                new RecordedCsw(List.of(
                        IsoRecord.of("one", "Tides"),
                        IsoRecord.withoutIdentifier("Waves"),
                        IsoRecord.of("three", "Winds"))));
        var report = garner.harvest(site.at("/csw"), "csw");
        assertThat(RunningGarner.summary(report)).isEqualTo("with_errors: gathered 2, added 2");
        assertThat(said(report))
                .singleElement()
                .asString()
                .contains(site.at("/csw").toString(), "MD_Metadata", "left out");
    }

    @Test
    void badRecordsOfAFolderFailAloneEachWithItsReason(RunningGarner garner) {
        var bomb = "<!DOCTYPE m [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>"
                + IsoRecord.of("bomb", "&b;");
        var outside = "<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" + IsoRecord.of("outside", "&x;");
        var whole = IsoRecord.of("cut", "A record that is cut");
        site.tree(
                "/data/",
                new TreeMap<>(Map.of(
                        "bomb.xml", utf8(bomb),
                        "cut.xml", utf8(whole.substring(0, whole.length() / 2)),
                        "encoding.xml",
                                ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + IsoRecord.of("encoding", "Sédiments"))
                                        .getBytes(StandardCharsets.ISO_8859_1),
                        "json.xml", utf8("{\"title\": \"no XML\"}"),
                        "login.xml", LOGIN.body(),
                        "nul.xml", utf8(IsoRecord.of("nul", "Ti\0des")),
                        "outside.xml", utf8(outside),
                        "zero.xml", new byte[0],
                        "no-id.xml", utf8(IsoRecord.withoutIdentifier("Waves")),
                        "sound.xml", IsoRecord.bytes("sound", "Winds"))));
        site.remove("/data/zero.xml");
        site.answer("/data/zero.xml", Reply.xml(""));

        var report = garner.harvest(site.at("/data/"), "waf");

        assertThat(RunningGarner.summary(report))
                .as("%s", report)
                .isEqualTo("with_errors: gathered 10, added 3, errored 7");
        var reasons = Map.of(
                "bomb.xml", "entit",
                "cut.xml", "Line 6, column",
                "encoding.xml", "expected UTF-8 as the document declares or implies, found byte 0xe9",
                "json.xml", "expected an XML metadata record, found JSON that begins with '{\"title\"",
                "login.xml", "expected an XML metadata record, found an HTML page titled 'Sign in'",
                "outside.xml", "entit",
                "zero.xml", "expected an XML metadata record, found an empty reply");
        assertThat(report.errors()).hasSameSizeAs(reasons.keySet()).allSatisfy(error -> {
            var file = String.valueOf(error.url()).replaceAll(".*/", "");
            assertThat(error.url())
                    .isEqualTo(site.at("/data/" + file).toString())
                    .isEqualTo(error.guid());
            assertThat(error.message()).contains(reasons.getOrDefault(file, "nothing should be wrong with " + file));
        });
        garner.awaitIndex();
        assertThat(garner.search(Map.of("fq", RunningGarner.ofSource(report))))
                .extracting(dataset -> dataset.path("title").asString())
                .containsExactlyInAnyOrder("Tides", "Waves", "Winds");
    }

    @Test
    void whateverAFolderAnswersItsDatasetsStay(RunningGarner garner) {
        var files = new TreeMap<>(Map.of(
                "one.xml", IsoRecord.bytes("one", "Tides"),
                "two.xml", IsoRecord.bytes("two", "Waves"),
                "three.xml", IsoRecord.bytes("three", "Winds")));
        var url = site.at("/data/");
        site.tree("/data/", files);
        assertThat(RunningGarner.summary(garner.harvest(url, "waf"))).isEqualTo("succeeded: gathered 3, added 3");

        for (var trouble : List.of(
                LOGIN.with("X-Trouble", "login"),
                Reply.of(404, "text/plain", "gone"),
                Reply.of(403, "text/html", "no"),
                Reply.xml("<data/>"),
                Reply.html(""),
                Reply.html("<html><body><p>Down for maintenance</p></body></html>"))) {
            site.answer("/data/", trouble);
            assertKept(garner, garner.harvest(url, "waf"), 3);
        }
        site.tree("/data/", files);
        site.answer("/data/one.xml", LOGIN);
        site.answer("/data/two.xml", Reply.of(404, "text/plain", "gone"));
        assertKept(garner, garner.harvest(url, "waf"), 3);
        site.tree("/data/", files);
        assertThat(RunningGarner.summary(garner.harvest(url, "waf"))).isEqualTo("succeeded: gathered 3, unchanged 3");
    }

    @Test
    void whateverACatalogueAnswersItsDatasetsStay(RunningGarner garner) {
        var csw = new RecordedCsw(
                List.of(IsoRecord.of("one", "Tides"), IsoRecord.of("two", "Waves"), IsoRecord.of("three", "Winds")));
        var url = site.at("/csw");
        site.answer("/csw", csw);
        assertThat(RunningGarner.summary(garner.harvest(url, "csw"))).isEqualTo("succeeded: gathered 3, added 3");

        var page = new String(
                csw.apply(new LocalSite.Asked(URI.create("/?startPosition=1"), ""))
                        .body(),
                StandardCharsets.UTF_8);
        for (var trouble : List.of(
                LOGIN,
                Reply.of(404, "text/plain", "gone"),
                Reply.xml("<data/>"),
                Reply.xml(""),
                Reply.xml(page.substring(0, page.length() / 3)),
                Reply.xml(page.substring(0, page.length() - 60)))) {
            site.answer("/csw", trouble);
            assertKept(garner, garner.harvest(url, "csw"), 3);
        }
        site.answer("/csw", csw);
        assertThat(RunningGarner.summary(garner.harvest(url, "csw"))).isEqualTo("succeeded: gathered 3, unchanged 3");
    }

    /** The job ended without anything, and its one error says this about that address. */
    private static void assertFailed(JobReport report, URI address, String... parts) {
        assertThat(RunningGarner.summary(report)).as("%s", report).isEqualTo(NOTHING);
        assertThat(report.reason()).contains("could not be listed");
        assertThat(report.errors()).singleElement().satisfies(error -> {
            assertThat(error.guid()).isNull();
            assertThat(error.url()).startsWith(address.toString());
            assertThat(error.message()).contains(address.toString()).contains(parts);
        });
    }

    private static void assertKept(RunningGarner garner, JobReport report, int datasets) {
        assertThat(report.outcome()).as("%s", report).isNotEqualTo("succeeded");
        assertThat(report.stat("deleted") + report.stat("updated") + report.stat("added"))
                .as("%s", report)
                .isZero();
        assertThat(report.errors().isEmpty() && !report.outcome().equals("held"))
                .as("%s", report)
                .isFalse();
        garner.awaitIndex();
        assertThat(garner.search(Map.of("fq", RunningGarner.ofSource(report))))
                .as("%s", report)
                .hasSize(datasets);
    }

    /** What people read of each error: where and what. */
    private static List<String> said(JobReport report) {
        return report.errors().stream().map(BadInputTest::words).toList();
    }

    private static String words(JobError error) {
        return "%s (%s %s) %s".formatted(error.url(), error.stage(), error.kind(), error.message());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
