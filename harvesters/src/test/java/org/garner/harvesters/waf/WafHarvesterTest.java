package org.garner.harvesters.waf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.garner.harvest.Fetched;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.Presence;
import org.garner.harvest.RecordKey;
import org.garner.harvest.RecordRef;
import org.garner.harvest.http.SourceException;
import org.garner.harvesters.HarvesterContract;
import org.garner.harvesters.LocalSite;
import org.garner.harvesters.LocalSite.Reply;
import org.garner.harvesters.Walk;
import org.junit.jupiter.api.Test;

class WafHarvesterTest extends HarvesterContract {
    private static final Reply NOT_FOUND = Reply.of(404, "text/html", "<html><title>404 Not Found</title></html>");

    @Override
    protected String type() {
        return "waf";
    }

    @Override
    protected LocalSite siteOfThree() {
        var site = new TreeMap<String, Reply>();
        site.put("/waf/", Reply.html(index("a.xml", "b.xml", "sub/")));
        site.put("/waf/sub/", Reply.html(index("c.xml")));
        site.put("/waf/a.xml", record("a"));
        site.put("/waf/b.xml", record("b"));
        site.put("/waf/sub/c.xml", record("c"));
        return site(site);
    }

    @Override
    protected String path() {
        return "/waf/";
    }

    @Override
    protected String key(LocalSite site, String name) {
        return site.at("/waf/" + (name.equals("c") ? "sub/" : "") + name + ".xml")
                .toString();
    }

    private static LocalSite site(Map<String, Reply> pages) {
        return new LocalSite(asked -> pages.getOrDefault(asked.path(), NOT_FOUND));
    }

    private static Reply record(String name) {
        return Reply.xml("<?xml version=\"1.0\"?>\n<record>%s</record>".formatted(name));
    }

    private static String index(String... links) {
        return "<html><head><title>Index of /waf</title></head><body><pre>"
                + List.of(links).stream()
                        .map(link -> "<a href=\"%s\">%s</a>   2024-11-07 15:00  12K\n".formatted(link, link))
                        .collect(Collectors.joining())
                + "</pre></body></html>";
    }

    private Walk walk(LocalSite site, String path) throws Exception {
        return Walk.through(harvester(), Walk.source(harvester(), site.at(path), "{}"), client);
    }

    private List<String> names(Walk walk) {
        return walk.keys().stream().map(key -> URI.create(key).getRawPath()).toList();
    }

    @Test
    void readsLinksWithoutWhatIsNoRecord() throws Exception {
        var page = """
            <html><head><title>Index of /waf</title></head><body><ul>
            <li><a href="?C=N;O=D">Name</a></li><li><a href="/">Parent</a></li><li><a href="../">Up</a></li>
            <li><a href="#top">Top</a></li><li><a href="mailto:a@b.example">Mail</a></li><li><a href="tel:1">Tel</a></li>
            <li><a href="javascript:go()">Go</a></li><li><a href="_hidden.xml">Hidden</a></li><li><a href="_old/">Old</a></li>
            <li><a href="notes.txt">Notes</a></li><li><a href="UPPER.XML">UPPER.XML</a></li>
            <li><a href="a.xml">a</a></li><li><a href="./a.xml">a again</a></li><li><a href="/waf/b.xml">b</a></li>
            <li><a href="http://elsewhere.example/c.xml">c</a></li><li><a href="/other/d.xml">d</a></li>
            <li><a href="e.xml?download=1">e</a></li><li><a href="">none</a></li><li><a href="C:\\data\\f.xml">f</a></li>
            </ul></body></html>
            """;
        try (var site = site(Map.of("/waf/", Reply.html(page)))) {
            var walk = walk(site, "/waf/");

            assertThat(names(walk)).containsExactly("/waf/UPPER.XML", "/waf/a.xml", "/waf/b.xml");
            assertThat(walk.partial()).isFalse();
            assertThat(walk.problems())
                    .hasSize(3)
                    .anyMatch(problem -> problem.contains("elsewhere.example/c.xml', which leads elsewhere"))
                    .anyMatch(problem -> problem.contains("/other/d.xml', which leads elsewhere"))
                    .anyMatch(problem -> problem.contains("e.xml?download=1', which has a query"));
        }
    }

    @Test
    void namesInAnyScriptAreAskedForAndWrittenInOneWay() throws Exception {
        var pages = new TreeMap<String, Reply>();
        pages.put("/waf/", Reply.html(index("größe eins.xml", "gr%c3%b6%C3%9Fe%20eins.xml", "%7Etilde.xml", "été/")));
        pages.put("/waf/%C3%A9t%C3%A9/", Reply.html(index("日本.xml")));
        pages.put("/waf/gr%C3%B6%C3%9Fe%20eins.xml", record("x"));
        try (var site = site(pages)) {
            var walk = walk(site, "/waf/");

            assertThat(names(walk))
                    .containsExactly(
                            "/waf/gr%C3%B6%C3%9Fe%20eins.xml",
                            "/waf/~tilde.xml", "/waf/%C3%A9t%C3%A9/%E6%97%A5%E6%9C%AC.xml");
            var source = source(site);
            assertThat(harvester()
                            .fetch(
                                    source,
                                    List.of(Walk.ref(source, walk.records().getFirst())),
                                    client))
                    .allMatch(one -> one instanceof Fetched.Document);
        }
    }

    @Test
    void theFolderIsTheSameWithOrWithoutItsIndexPage() throws Exception {
        var page = Reply.html(index("a.xml"));
        try (var site = site(Map.of("/waf/", page, "/waf", page, "/waf/index.html", page))) {
            for (var path : List.of("/waf/", "/waf", "/waf/index.html")) {
                assertThat(names(walk(site, path))).as(path).containsExactly("/waf/a.xml");
            }
        }
    }

    @Test
    void aRedirectedFolderIsReadWhereItLies() throws Exception {
        var moved = new Reply(301, Map.of("Location", "/data/waf/"), new byte[0]);
        try (var site = site(Map.of("/waf", moved, "/data/waf/", Reply.html(index("a.xml"))))) {
            assertThat(names(walk(site, "/waf"))).containsExactly("/data/waf/a.xml");
        }
    }

    @Test
    void aFolderThatCannotBeReadMakesTheListingPartialAndTheOthersGoOn() throws Exception {
        var pages = Map.of(
                "/waf/", Reply.html(index("a.xml", "bad/", "html/", "moved/", "good/")),
                "/waf/bad/", Reply.of(403, "text/html", "<html>Forbidden</html>"),
                "/waf/html/", Reply.xml("<record/>"),
                "/waf/moved/", new Reply(302, Map.of("Location", "/login"), new byte[0]),
                "/login", Reply.html("<html><title>Sign in</title></html>"),
                "/waf/good/", Reply.html(index("b.xml")));
        try (var site = site(pages)) {
            var walk = walk(site, "/waf/");

            assertThat(names(walk)).containsExactly("/waf/a.xml", "/waf/good/b.xml");
            assertThat(walk.partial()).isTrue();
            assertThat(walk.problems())
                    .hasSize(3)
                    .anyMatch(problem -> problem.contains("/waf/moved/") && problem.contains("/login"))
                    .anyMatch(problem -> problem.contains("/waf/bad/") && problem.contains("403"))
                    .anyMatch(problem -> problem.contains("/waf/html/")
                            && problem.contains("found an XML document with the root 'record'"));
        }
    }

    @Test
    void aFolderThatLeadsBackToItselfIsListedOnce() throws Exception {
        // As a symbolic link does: every path ends at the same listing.
        try (var site = new LocalSite(
                asked -> asked.path().endsWith("/") ? Reply.html(index("a.xml", "loop/", "loop2/")) : record("a"))) {
            var walk = walk(site, "/waf/");

            assertThat(names(walk)).containsExactly("/waf/a.xml");
            assertThat(walk.partial()).isFalse();
            assertThat(site.asked()).hasSize(3);
        }
    }

    @Test
    void foldersDeeperThanElevenLevelsAreReportedAndNotRead() throws Exception {
        try (var site =
                new LocalSite(asked -> Reply.html(index("level" + asked.path().length() + ".xml", "d/")))) {
            var walk = walk(site, "/");

            assertThat(walk.keys()).hasSize(12);
            assertThat(walk.partial()).isTrue();
            assertThat(walk.problems()).singleElement().asString().contains("11 levels");
        }
    }

    @Test
    void manyFoldersAreVisitedOneByOneWithASmallCursor() throws Exception {
        var pages = new TreeMap<String, Reply>();
        pages.put(
                "/waf/",
                Reply.html(index(
                        IntStream.range(0, 200).mapToObj(i -> "f" + i + "/").toArray(String[]::new))));
        for (int i = 0; i < 200; i++) {
            pages.put("/waf/f" + i + "/", Reply.html(index("r" + i + ".xml", "deep/")));
            pages.put("/waf/f" + i + "/deep/", Reply.html(index("s" + i + ".xml")));
        }
        try (var site = site(pages)) {
            var walk = walk(site, "/waf/");

            assertThat(walk.keys()).hasSize(400).doesNotHaveDuplicates();
            assertThat(walk.pages()).hasSize(401);
            assertThat(site.asked()).hasSize(401);
            assertThat(walk.pages())
                    .allSatisfy(page -> assertThat(
                                    page.next() == null
                                            ? 0
                                            : page.next().value().length())
                            .isLessThan(3000));
        }
    }

    @Test
    void aDateBesideTheLinkIsItsRevisionAndNoDateIsNone() throws Exception {
        var page = "<html><title>Index of /</title><body><table><tr><td><a href='a.xml'>a</a></td><td>2024-11-07"
                + " 15:00</td></tr><tr><td><a href='b.xml'>b</a></td><td></td></tr></table></body></html>";
        try (var site = site(Map.of("/waf/", Reply.html(page)))) {
            assertThat(walk(site, "/waf/").records())
                    .extracting(listed -> listed.revision() == null
                            ? "none"
                            : listed.revision().value())
                    .containsExactly("2024-11-07T15:00", "none");
        }
    }

    @Test
    void aDateBelongsToTheLinkOnItsOwnLine() throws Exception {
        var page = """
            <html><title>Index of /</title><body><pre><a href='a.xml'>a.xml</a>
            <a href='b.xml'>b.xml</a> 2024-11-07 15:00
            <a href='c.xml'>c.xml</a>
            </pre></body></html>
            """;
        try (var site = site(Map.of("/waf/", Reply.html(page)))) {
            assertThat(walk(site, "/waf/").records())
                    .extracting(ListedRecord::revision)
                    .extracting(revision -> revision == null ? "none" : revision.value())
                    .containsExactly("none", "2024-11-07T15:00", "none");
        }
    }

    @Test
    void aPageWithoutLinksIsAnEmptyCompleteListing() throws Exception {
        try (var site = site(Map.of("/waf/", Reply.html("<html><title>Index of /waf</title></html>")))) {
            var walk = walk(site, "/waf/");

            assertThat(walk.records()).isEmpty();
            assertThat(walk.partial()).isFalse();
            assertThat(walk.problems())
                    .singleElement()
                    .asString()
                    .contains("Couldn't find any links to metadata files");
        }
    }

    @Test
    void aRecordInPlaceOfAFolderIsNamed() throws Exception {
        try (var site = site(Map.of("/waf/", Reply.xml("<?xml version='1.0'?><gmd:MD_Metadata xmlns:gmd='g'/>")))) {
            assertThatThrownBy(() -> walk(site, "/waf/"))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(site.at("/waf/").toString())
                    .hasMessageContaining("expected an HTML page")
                    .hasMessageContaining("found an XML document with the root 'MD_Metadata'");
        }
    }

    @Test
    void aFileThatHasNotChangedIsNotSentAgain() throws Exception {
        try (var site = new LocalSite(asked -> "\"v1\"".equals(asked.headers().get("If-none-match"))
                ? new Reply(304, Map.of("ETag", "\"v1\""), new byte[0])
                : record("a").with("ETag", "\"v1\""))) {
            var source = source(site);
            var key = new RecordKey(site.at("/waf/a.xml").toString());
            var first = harvester().fetch(source, List.of(new RecordRef(key, site.at("/waf/a.xml"), null)), client);
            assertThat(first)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Fetched.Document.class,
                            document -> assertThat(document.validator()).isEqualTo("etag:\"v1\""));

            var second = harvester()
                    .fetch(source, List.of(new RecordRef(key, site.at("/waf/a.xml"), "etag:\"v1\"")), client);
            assertThat(second).containsExactly(new Fetched.NotModified(key));
        }
    }

    @Test
    void aLoginPageInPlaceOfARecordFailsThatRecordWithItsTitle() throws Exception {
        try (var site = site(Map.of(
                "/waf/a.xml", record("a"),
                "/waf/b.xml", Reply.of(200, "text/xml", "\n<!DOCTYPE html><html><head><title>Please log in</title>"),
                "/waf/c.xml", Reply.xml("")))) {
            var refs = List.of("a", "b", "c").stream()
                    .map(name -> site.at("/waf/" + name + ".xml"))
                    .map(address -> new RecordRef(new RecordKey(address.toString()), address, null))
                    .toList();

            var fetched = harvester().fetch(source(site), refs, client);

            assertThat(fetched.get(0)).isInstanceOf(Fetched.Document.class);
            assertThat(((Fetched.Failed) fetched.get(1)).failure().describe())
                    .contains(site.at("/waf/b.xml").toString())
                    .contains("expected an XML metadata record, found an HTML page titled 'Please log in'");
            assertThat(((Fetched.Failed) fetched.get(2)).failure().describe()).contains("found an empty reply");
        }
    }

    @Test
    void recordsInWideEncodingsAreXml() throws Exception {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><record>ü</record>";
        try (var site = site(Map.of(
                "/waf/a.xml", Reply.of(200, "text/xml", text.getBytes(java.nio.charset.StandardCharsets.UTF_16))))) {
            var ref = new RecordRef(new RecordKey("a"), site.at("/waf/a.xml"), null);
            assertThat(harvester().fetch(source(site), List.of(ref), client))
                    .allMatch(one -> one instanceof Fetched.Document);
        }
    }

    @Test
    void aPageInPlaceOfAVanishedFileProvesNothing() throws Exception {
        try (var site = site(Map.of("/waf/a.xml", Reply.html("<html><title>Oops</title></html>")))) {
            var ref = new RecordRef(new RecordKey("a"), site.at("/waf/a.xml"), null);
            assertThat(harvester().confirm(source(site), List.of(ref), client)).containsValue(Presence.UNKNOWN);
        }
    }
}
