package org.garner.harvesters.csw;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.garner.catalog.format.Xml;
import org.garner.harvest.Fetched;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.Revision;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.SourceException;
import org.garner.harvesters.HarvesterContract;
import org.garner.harvesters.LocalSite;
import org.garner.harvesters.LocalSite.Reply;
import org.garner.harvesters.Walk;
import org.junit.jupiter.api.Test;

class CswHarvesterTest extends HarvesterContract {
    @Override
    protected String type() {
        return "csw";
    }

    @Override
    protected LocalSite siteOfThree() {
        return new FakeCsw(List.of("id-a", "id-b", "id-c")).site();
    }

    @Override
    protected String path() {
        return FakeCsw.PATH;
    }

    @Override
    protected String key(LocalSite site, String name) {
        return "id-" + name;
    }

    private Walk walk(LocalSite site, String config) throws Exception {
        return Walk.through(harvester(), Walk.source(harvester(), site.at(path()), config), client);
    }

    @Test
    void takesWholeIsoRecordsFromThePages() throws Exception {
        try (var site = new FakeCsw(250).site()) {
            var walk = walk(site, "{}");

            assertThat(walk.keys()).hasSize(250).doesNotHaveDuplicates();
            assertThat(walk.mode()).isEqualTo("full ISO records, pages of 200, POST");
            assertThat(walk.pages())
                    .hasSize(2)
                    .allSatisfy(page -> assertThat(page.expected()).isEqualTo(250));
            assertThat(site.asked()).hasSize(3);
            assertThat(walk.problems()).isEmpty();
        }
    }

    @Test
    void aRecordFromAPageStandsAlone() throws Exception {
        try (var site = new FakeCsw(1).site()) {
            var document = requireNonNull(walk(site, "{}").records().getFirst().document());

            try (var record = Xml.read(document)) {
                assertThat(record.is("http://www.isotc211.org/2005/gmd", "MD_Metadata"))
                        .isTrue();
                assertThat(record.child(1)).isTrue();
                assertThat(record.text()).isEqualTo("id-0001");
            }
        }
    }

    @Test
    void takesIdentifiersWithDatesWhereThereAreNoIsoPagesAndFetchesByLists() throws Exception {
        var csw = new FakeCsw(120);
        csw.iso = false;
        try (var site = csw.site()) {
            var source = source(site);
            var walk = Walk.through(harvester(), source, client);

            assertThat(walk.keys()).hasSize(120).doesNotHaveDuplicates();
            assertThat(walk.mode()).isEqualTo("identifiers with dates, pages of 200, POST; records by GetRecordById");
            assertThat(walk.records()).extracting(ListedRecord::document).containsOnlyNulls();
            assertThat(walk.records())
                    .extracting(ListedRecord::revision)
                    .containsOnly(new Revision("2024-05-06", Instant.parse("2024-05-08T02:00:00Z")));

            int before = site.asked().size();
            var refs = walk.records().stream()
                    .limit(50)
                    .map(listed -> Walk.ref(source, listed))
                    .toList();
            var fetched = harvester().fetch(source, refs, client);

            assertThat(fetched).hasSize(50).allMatch(one -> one instanceof Fetched.Document);
            assertThat(site.asked()).as("one request for fifty records").hasSize(before + 1);
        }
    }

    @Test
    void usesDublinCoreWhereTheServerAdvertisesNothingElse() throws Exception {
        var csw = new FakeCsw(3);
        csw.iso = false;
        csw.isoAdvertised = false;
        try (var site = csw.site()) {
            var walk = walk(site, "{}");

            assertThat(walk.keys()).hasSize(3);
            assertThat(site.asked()).as("capabilities and one page").hasSize(2);
            assertThat(walk.records().getFirst().fetchUrl())
                    .contains("outputSchema=http%3A%2F%2Fwww.opengis.net%2Fcat%2Fcsw");
        }
    }

    @Test
    void asksByGetWhereOnlyGetIsAdvertised() throws Exception {
        var csw = new FakeCsw(3);
        csw.post = false;
        try (var site = csw.site()) {
            assertThat(walk(site, "{}").mode()).endsWith("GET");
            assertThat(site.asked()).extracting(LocalSite.Asked::method).containsOnly("GET");
        }
    }

    @Test
    void asksByGetWherePostFails() throws Exception {
        var csw = new FakeCsw(3);
        csw.instead = query -> query.method().equals("POST") ? Reply.of(405, "text/plain", "no POST here") : null;
        try (var site = csw.site()) {
            var walk = walk(site, "{}");
            assertThat(walk.keys()).hasSize(3);
            assertThat(walk.mode()).endsWith("GET");
        }
    }

    @Test
    void dropsTheOrderAndChangesTheRecordTypeWhereTheServerRefusesThem() throws Exception {
        var csw = new FakeCsw(3);
        csw.instead = query -> query.sorted() || !query.typeNames().equals("gmd:MD_Metadata")
                ? FakeCsw.exception("InvalidParameterValue", "typeNames", "Unknown")
                : null;
        try (var site = csw.site()) {
            assertThat(walk(site, "{}").keys()).hasSize(3);
        }
    }

    @Test
    void asksForWhatTheConfigurationSays() throws Exception {
        var csw = new FakeCsw(3);
        var cql = new StringBuilder();
        csw.instead = query -> {
            cql.append(query.cql()).append('/').append(query.size()).append('/').append(query.typeNames());
            return null;
        };
        try (var site = csw.site()) {
            walk(site, """
                {"cql": "dc:title like '%a%'", "method": "get", "page_size": 17, "type_names": "gmd:MD_Metadata"}
                """);
            assertThat(cql.toString()).isEqualTo("dc:title like '%a%'/17/gmd:MD_Metadata");
            assertThat(site.asked()).extracting(LocalSite.Asked::method).containsOnly("GET");
        }
    }

    @Test
    void aServiceThatHasMovedIsAskedForItsPagesWhereItLies() throws Exception {
        var csw = new FakeCsw(12);
        try (var site = new LocalSite(asked -> asked.path().equals("/old")
                ? new Reply(
                        301, java.util.Map.of("Location", asked.uri().toString().replace("/old", "/csw")), new byte[0])
                : csw.apply(asked))) {
            var source = Walk.source(harvester(), site.at("/old"), "{}");

            assertThat(Walk.through(harvester(), source, client).keys()).hasSize(12);
            assertThat(site.asked().stream().filter(asked -> asked.path().equals("/old")))
                    .as("only the capabilities are asked for at the old address")
                    .hasSize(1);
        }
    }

    @Test
    void isoPagesThatComeEmptyAreAskedForInDublinCore() throws Exception {
        var csw = new FakeCsw(12);
        csw.instead =
                query -> query.wantsIso() ? Reply.xml(csw.page(List.of(), new FakeCsw.Page(1, 0, 12), query)) : null;
        try (var site = csw.site()) {
            var walk = walk(site, "{}");
            assertThat(walk.keys()).hasSize(12);
            assertThat(walk.partial()).isFalse();
        }
    }

    @Test
    void refusesAConfigurationThatItCannotUse() {
        for (var wrong : List.of("{\"page_size\": 501}", "{\"page_size\": \"many\"}", "{\"method\": \"put\"}")) {
            assertThatThrownBy(() -> harvester().check(SourceConfig.parse(wrong)))
                    .as(wrong)
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageMatching("(?s).*(page_size|method|configuration).*");
        }
    }

    @Test
    void anExceptionReportIsReportedWithCodePlaceAndText() {
        var csw = new FakeCsw(3);
        csw.instead = query -> FakeCsw.exception("NoApplicableCode", "service", "The index is being rebuilt");
        try (var site = csw.site()) {
            assertThatThrownBy(() -> walk(site, "{}"))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("localhost")
                    .hasMessageContaining(
                            "expected a csw:GetRecordsResponse document, found an exception report: NoApplicableCode"
                                    + " at 'service', 'The index is being rebuilt'");
        }
    }

    @Test
    void aWebPageInPlaceOfTheServiceIsNamed() {
        try (var site = new LocalSite(asked -> Reply.html("<!DOCTYPE html><html><title>Sign in</title></html>"))) {
            assertThatThrownBy(() -> walk(site, "{}"))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(site.at("/csw").toString())
                    .hasMessageContaining("expected a csw:Capabilities document, found an HTML page titled 'Sign in'");
        }
    }

    @Test
    void noRecordsAtAllIsACompleteListingThatSaysSo() throws Exception {
        try (var site = new FakeCsw(0).site()) {
            var walk = walk(site, "{}");

            assertThat(walk.pages()).hasSize(1);
            assertThat(walk.partial()).isFalse();
            assertThat(walk.problems()).singleElement().asString().contains("No records received from the CSW server");
        }
    }

    @Test
    void takesACapabilitiesLinkForTheAddressAndKeepsTheServersOwnParameters() {
        var link = URI.create("https://x.example/cgi?map=/a.map&SERVICE=CSW&request=GetCapabilities&version=2.0.2#top");

        assertThat(Csw.service(link)).hasToString("https://x.example/cgi?map=/a.map");
        assertThat(new GetRecordById(Csw.service(link), Csw.GMD).link("a b&c"))
                .hasToString(
                        "https://x.example/cgi?map=/a.map&service=CSW&version=2.0.2&request=GetRecordById&outputSchema=http%3A%2F%2Fwww.isotc211.org%2F2005%2Fgmd&elementSetName=full&id=a%20b%26c");
    }

    @Test
    void nulBytesAreRemovedAndOtherRecordsGoOn() throws Exception {
        var csw = new FakeCsw(3);
        csw.instead = query -> {
            var page = csw.page(csw.ids, new FakeCsw.Page(1, 3, 3), query).replace("id-0002", "id-\0" + "002");
            return Reply.of(200, "application/xml", page.getBytes(StandardCharsets.UTF_8));
        };
        try (var site = csw.site()) {
            assertThat(walk(site, "{}").keys()).containsExactly("id-0001", "id-002", "id-0003");
        }
    }
}
