package org.garner.tests;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.garner.tests.LocalSite.Asked;
import org.garner.tests.LocalSite.Reply;

/** The recorded folders and catalogues, each served at an address of its own as its server would, and what a harvest of it gives. */
final class FixtureSources {
    private static final Pattern POSITION = Pattern.compile("startPosition=\"?(\\d+)", Pattern.CASE_INSENSITIVE);
    private static final Reply NO_MORE = Reply.xml("""
        <csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"><csw:SearchResults/></csw:GetRecordsResponse>
        """);
    static final Reply NO_CAPABILITIES = Reply.xml("""
        <ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows"><ows:Exception exceptionCode="NoApplicableCode"><ows:ExceptionText>Not \
        recorded</ows:ExceptionText></ows:Exception></ows:ExceptionReport>
        """);

    private final SharedFixtures fixtures;
    private final LocalSite site;
    private final List<Source> sources = new ArrayList<>();

    /**
     * A source to harvest.
     *
     * @param first the summary of the first run
     * @param again the summary of the second run, when nothing has changed
     * @param errors what each error of either run says, in parts; none when there are none
     */
    record Source(URI url, String type, String first, String again, List<String> errors) {
        @Override
        public String toString() {
            return type + " " + url.getPath();
        }
    }

    private FixtureSources(SharedFixtures fixtures, LocalSite site) {
        this.fixtures = fixtures;
        this.site = site;
    }

    static List<Source> servedAt(LocalSite site, SharedFixtures fixtures) {
        var all = new FixtureSources(fixtures, site);
        all.indexPagesOfServers();
        all.handMadeFolders();
        all.catalogues();
        return List.copyOf(all.sources);
    }

    private void indexPagesOfServers() {
        var records = Map.of(
                "apache", List.of("iso19139/iso/dataset.xml", "iso19139/iso/17bd184a_iso.xml"),
                "nginx", List.of("iso19139/gemini-2.1/dataset1.xml", "iso19139/gemini-2.1/service1.xml"),
                "iis", List.of("iso19139/iso/geobretagne_dataset.xml", "iso19139/iso/mi_metadata_landsat.xml"));
        for (var server : new TreeMap<>(records).entrySet()) {
            var folder = "/" + server.getKey() + "-folder/";
            site.file(folder, fixtures.bytes("waf/" + server.getKey() + "/folder.html"));
            site.file(folder + "subfolder/", fixtures.bytes("waf/" + server.getKey() + "/subfolder.html"));
            site.file(folder + "record-1.xml", fixtures.bytes(server.getValue().get(0)));
            site.file(
                    folder + "subfolder/record-2.xml",
                    fixtures.bytes(server.getValue().get(1)));
            sound(folder, "waf", 2);
        }
        site.file("/census/", fixtures.bytes("waf/apache/census-pre.html"));
        var stated = fixtures.expected("waf/apache/census-pre.html")
                .path("stated_by_tests")
                .path(0)
                .path("records");
        stated.forEach(record -> site.file(
                "/census/" + record.get(0).asString(),
                fixtures.bytes("waf/other/waf-gmi/cb_2014_us_necta_500k.shp.iso.xml")));
        sound("/census/", "waf", stated.size());
    }

    private void handMadeFolders() {
        sound(handMade("gemini-two-records"), "waf", 2);
        sound(handMade("waf1"), "waf", 2);
        sound(handMade("waf-gmi"), "waf", 1);
        unreadable(handMade("waf-fgdc"), 1);
        var tree = new TreeMap<String, byte[]>();
        fixtures.files("waf/tree-nested", ".xml")
                .forEach(file -> tree.put(file, fixtures.bytes("waf/tree-nested/" + file)));
        site.tree("/tree/", tree);
        unreadable("/tree/", tree.size());
    }

    private String handMade(String name) {
        var folder = "waf/other/" + name;
        var index = "/" + name + "/index.html";
        site.file(index, fixtures.bytes(folder + "/index.html"));
        site.file("/" + name + "/", fixtures.bytes(folder + "/index.html"));
        fixtures.files(folder, ".xml")
                .forEach(file -> site.file("/" + name + "/" + file, fixtures.bytes(folder + "/" + file)));
        return index;
    }

    private void catalogues() {
        site.answer(
                "/geonetwork/csw",
                pages(Map.of(
                        1L, "csw/geonetwork-iso/getrecords_start1.xml",
                        3L, "csw/geonetwork-iso/getrecords_start3.xml",
                        5L, "csw/geonetwork-iso/getrecords_start5.xml")));
        sound("/geonetwork/csw", "csw", 6);
        site.answer("/geoide/csw", pages(Map.of(1L, "csw/geoide/getrecords_single.xml")));
        sound("/geoide/csw", "csw", 1);
        site.answer("/geodatagov/csw", this::geodatagov);
        sound("/geodatagov/csw", "csw", 2);
        site.answer("/summaries/srv/eng/csw", this::summaries);
        sound("/summaries/srv/eng/csw", "csw", 2);
        site.answer("/pycsw/csw", pages(Map.of(1L, "csw/pycsw/apiso_post_GetRecords-all.xml")));
        // Recorded was one page of four: the listing is not complete, and says so.
        source("/pycsw/csw", "csw", "with_errors: gathered 5", 5, List.of("18", "5 different"));
        site.answer("/qspatial/csw", pages(Map.of(1L, "csw/peers/magda-qspatial/qspatial-response.xml")));
        source("/qspatial/csw", "csw", "with_errors: gathered 41", 41, List.of("(MD_Metadata) was left out"));
    }

    private Reply geodatagov(Asked asked) {
        if (asked.words().contains("GetCapabilities")) {
            return Reply.xml(text("csw/geodatagov-3/capabilities.xml")
                    .replace(
                            "http://geonode.state.gov/catalogue/csw",
                            site.at("/geodatagov/csw").toString()));
        }
        if (asked.words().contains("GetRecordById")) {
            var id = asked.words().contains("11ea3390") ? "11ea3390" : "c540e08e";
            return Reply.xml(fixtures.bytes("csw/geodatagov-3/getrecordbyid_" + id + ".xml"));
        }
        return page(Map.of(1L, "csw/geodatagov-3/getrecords.xml"), asked);
    }

    /** A GeoNetwork whose pages hold summaries only, so that each record is asked for by its id. */
    private Reply summaries(Asked asked) {
        var peer = "csw/peers/geonetwork-harvester/";
        if (asked.words().contains("GetCapabilities")) {
            return Reply.xml(text(peer + "capabilities.xml")
                    .replace(
                            "http://localhost:8080/geonetwork/srv/eng/csw",
                            site.at("/summaries/srv/eng/csw").toString()));
        }
        if (asked.words().contains("GetRecordById")) {
            var id = asked.words().contains("7e926fbf")
                    ? "7e926fbf-00fb-4ff5-a99e-c8576027c4e7"
                    : "da165110-88fd-11da-a88f-000d939bc5d8";
            return Reply.xml(fixtures.bytes(peer + "GetRecordById-" + id + ".xml"));
        }
        return page(Map.of(1L, peer + "getRecords.xml"), asked);
    }

    private Function<Asked, Reply> pages(Map<Long, String> pages) {
        return asked -> asked.words().contains("GetCapabilities") ? NO_CAPABILITIES : page(pages, asked);
    }

    /** The recorded page of the position that was asked for, whatever page size was asked for; beyond the recorded ones an empty page. */
    private Reply page(Map<Long, String> pages, Asked asked) {
        var position = POSITION.matcher(asked.words());
        var file = position.find() ? pages.get(Long.valueOf(position.group(1))) : null;
        return file == null ? NO_MORE : Reply.xml(fixtures.bytes(file));
    }

    private String text(String file) {
        return new String(fixtures.bytes(file), StandardCharsets.UTF_8);
    }

    private void sound(String path, String type, int records) {
        source(path, type, "succeeded: gathered " + records, records, List.of());
    }

    private void unreadable(String path, int records) {
        // A run in which every record had errors is a failure.
        var summary = "failed: gathered %1$d, errored %1$d".formatted(records);
        sources.add(new Source(site.at(path), "waf", summary, summary, List.of("FGDC")));
    }

    private void source(String path, String type, String gathered, int sound, List<String> errors) {
        sources.add(new Source(
                site.at(path),
                type,
                "%s, added %d".formatted(gathered, sound),
                "%s, unchanged %d".formatted(gathered, sound),
                errors));
    }
}
