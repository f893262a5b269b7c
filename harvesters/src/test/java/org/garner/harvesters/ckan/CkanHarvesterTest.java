package org.garner.harvesters.ckan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.garner.harvest.Fetched;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.Presence;
import org.garner.harvest.RecordKey;
import org.garner.harvest.RecordRef;
import org.garner.harvest.Revision;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceRequest;
import org.garner.harvesters.HarvesterContract;
import org.garner.harvesters.Harvesters;
import org.garner.harvesters.LocalSite;
import org.garner.harvesters.LocalSite.Reply;
import org.garner.harvesters.Walk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CkanHarvesterTest extends HarvesterContract {
    @Override
    protected String type() {
        return "ckan";
    }

    @Override
    protected LocalSite siteOfThree() {
        return new FakeCkan(List.of("id-a", "id-b", "id-c")).site();
    }

    @Override
    protected String path() {
        return "/";
    }

    @Override
    protected String key(LocalSite site, String name) {
        return "id-" + name;
    }

    private Walk walk(LocalSite site, String config) throws Exception {
        return Walk.through(harvester(), Walk.source(harvester(), site.at(path()), config), client);
    }

    @Test
    void theDocumentIsThePackageAsItWasSent() throws Exception {
        var dict =
                "{ \"id\":\"x-1\",  \"title\": \"Na\\u00efve \\ud83d\\ude00 é\", \"name\": \"n\",\n \"extras\": [{}] }";
        try (var site = new LocalSite(asked -> Reply.of(
                200,
                "application/json",
                "{\"result\": {\"results\": [" + dict + "], \"count\": 1}, \"help\": \"ü\", \"success\": true}"))) {
            var listed = walk(site, "{}").records();

            assertThat(listed).hasSize(1);
            assertThat(requireNonNull(listed.getFirst().document()))
                    .asString(java.nio.charset.StandardCharsets.UTF_8)
                    .isEqualTo(dict);
        }
    }

    @Test
    void aStateIsTheSameInThePackageAndInTheIndex() {
        var whole = new FoundPackage("a", "2024-03-04T05:06:07.123456", true, false, new byte[0]);
        var indexed = new FoundPackage("a", "2024-03-04T05:06:07.123Z", false, false, new byte[0]);

        assertThat(whole.revision())
                .isEqualTo(indexed.revision())
                .isEqualTo(new Revision("2024-03-04T05:06:07.123Z", Instant.parse("2024-03-04T06:06:07.123Z")));
        assertThat(new FoundPackage("a", "yesterday", true, false, new byte[0]).revision())
                .isNull();
        assertThat(new FoundPackage("a", null, true, false, new byte[0]).revision())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example, https://h.example/api/3/action/",
        "https://h.example/, https://h.example/api/3/action/",
        "https://h.example:8443/data, https://h.example:8443/data/api/3/action/",
        "https://h.example/api, https://h.example/api/3/action/",
        "https://h.example/api/3, https://h.example/api/3/action/",
        "https://h.example/api/3/action/package_list, https://h.example/api/3/action/",
        "https://h.example/api/action/package_show?id=1, https://h.example/api/action/",
        "https://h.example/en/dataset?q=water, https://h.example/en/api/3/action/",
        "https://h.example/ckan/dataset/roads, https://h.example/ckan/api/3/action/",
        "https://h.example/organization/sea-board, https://h.example/api/3/action/",
        "https://h.example/ckan/index.html, https://h.example/ckan/api/3/action/",
    })
    void aSiteIsKnownByAnyOfItsAddresses(URI address, URI actions) {
        assertThat(Site.of(address).actions()).isEqualTo(actions);
    }

    @Test
    void aSiteIsFoundByItsPageAndByItsStatus() throws Exception {
        try (var page = new LocalSite(asked -> Reply.html(
                        "<html><head><meta name=\"generator\" content=\"ckan 2.9.5\" /></head><body></body></html>"));
                var api = new LocalSite(asked -> asked.path().equals("/api/3/action/status_show")
                        ? Reply.of(200, "application/json", "{\"success\":true,\"result\":{\"ckan_version\":\"2.8\"}}")
                        : Reply.html("<html><title>Open data</title></html>"))) {
            assertThat(Harvesters.onClassPath().detect(page.at("/"), client))
                    .hasValueSatisfying(found -> assertThat(found.type()).hasToString("ckan"));
            assertThat(page.asked()).hasSize(1);
            assertThat(Harvesters.onClassPath().detect(api.at("/"), client))
                    .hasValueSatisfying(found -> assertThat(found.type()).hasToString("ckan"));
        }
    }

    @Test
    void changedPackagesAreFetchedFiftyAtOnceAndThoseThatTheSearchLacksAlone() throws Exception {
        var ckan = new FakeCkan(50);
        try (var site = ckan.site()) {
            var source = source(site);
            var ids =
                    IntStream.rangeClosed(1, 50).mapToObj("id-%04d"::formatted).toList();

            var fetched = harvester().fetch(source, refs(site, ids), client);

            assertThat(fetched).hasSize(50).allMatch(one -> one instanceof Fetched.Document);
            assertThat(site.asked()).hasSize(1);
            var first = (Fetched.Document) fetched.getFirst();
            assertThat(JsonMapper.shared().readTree(first.content()))
                    .isEqualTo(ckan.dict(first.key().value()));

            ckan.ignoresFilters = true;
            assertThat(harvester().fetch(source, refs(site, List.of("id-0001", "id-0049")), client))
                    .as("a search that does not heed its filter")
                    .allMatch(one -> one instanceof Fetched.Document)
                    .extracting(one -> one.key().value())
                    .containsExactlyInAnyOrder("id-0001", "id-0049");
        }
    }

    @Test
    void aPackageThatCannotBeShownFailsAlone() throws Exception {
        var ckan = new FakeCkan(3);
        ckan.broken = Set.of("id-0002");
        try (var site = ckan.site()) {
            var fetched = harvester().fetch(source(site), refs(site, List.of("id-0001", "id-0002", "id-0003")), client);

            assertThat(fetched)
                    .filteredOn(one -> one instanceof Fetched.Failed)
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.key()).isEqualTo(new RecordKey("id-0002"));
                        assertThat(((Fetched.Failed) one).failure().describe())
                                .contains("package_show?id=id-0002")
                                .contains("500");
                    });
        }
    }

    @Test
    void deletedAndMovedPackagesAreGoneAndOthersArePresent() throws Exception {
        var ckan = new FakeCkan(4);
        ckan.dict("id-0002").put("state", "deleted");
        ckan.dict("id-0003").putObject("organization").put("name", "elsewhere");
        try (var site = ckan.site()) {
            var source = Walk.source(harvester(), site.at("/"), "{\"organizations_filter_include\": [\"org1\"]}");

            var presences = harvester()
                    .confirm(source, refs(site, List.of("id-0001", "id-0002", "id-0003", "id-9999")), client);

            assertThat(presences)
                    .containsEntry(new RecordKey("id-0001"), Presence.PRESENT)
                    .containsEntry(new RecordKey("id-0002"), Presence.GONE)
                    .containsEntry(new RecordKey("id-0003"), Presence.GONE)
                    .containsEntry(new RecordKey("id-9999"), Presence.GONE);
        }
    }

    @Test
    void aSiteThatDeniesWhatItListsIsNotBelieved() throws Exception {
        var ckan = new FakeCkan(3);
        ckan.closed = true;
        try (var site = ckan.site()) {
            assertThat(harvester().confirm(source(site), refs(site, List.of("id-0001", "gone")), client))
                    .containsEntry(new RecordKey("id-0001"), Presence.UNKNOWN)
                    .containsEntry(new RecordKey("gone"), Presence.UNKNOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 500})
    void aPageOfAProxySaysNothingAboutAPackage(int status) throws Exception {
        try (var site = new LocalSite(asked -> Reply.of(status, "text/html", "<html>Go away</html>"))) {
            assertThat(harvester().confirm(source(site), refs(site, List.of("a")), client))
                    .containsEntry(new RecordKey("a"), Presence.UNKNOWN);
        }
    }

    @Test
    void theKeyGoesToTheSourceAndIntoNoMessage() throws Exception {
        var key = "s3cr3t-0123456789-abcdefghijklmnopqrstuvwxyz";
        try (var site = new LocalSite(asked -> Reply.of(
                403,
                "application/json",
                "{\"success\": false, \"error\": \"The key %s is not known, %s, %s, %s, %s\"}"
                        .formatted(key, key, key, key, key)))) {
            var config = "{\"api_key\": \"%s\", \"user_agent\": \"portal/1.0\"}".formatted(key);

            assertThatThrownBy(() -> walk(site, config))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("403")
                    .hasMessageContaining("***")
                    .message()
                    .doesNotContain("s3cr3t");
            assertThat(site.asked())
                    .allSatisfy(asked -> assertThat(asked.headers())
                            .containsEntry("Authorization", key)
                            .containsEntry("User-agent", "portal/1.0"));
            assertThat(SourceConfig.parse(config).toString()).doesNotContain("s3cr3t");
            assertThat(CkanSettings.of(SourceConfig.parse(config)).toString()).doesNotContain("s3cr3t");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"default_tags\": [\"geo\"]} | default_tags must be a list of dictionaries",
                "{\"default_groups\": [{\"name\": \"group2\"}]} | default_groups must be a list of group names/ids",
                "{\"default_groups\": \"group2\"} | default_groups must be a list of group names/ids",
                "{\"default_extras\": \"utf8\"} | default_extras must be a dictionary",
                "{\"api_version\": \"two\"} | api_version must be an integer",
                "{\"organizations_filter_include\": [\"a\"], \"organizations_filter_exclude\": [\"b\"]} | cannot"
                        + " contain both",
                "{\"groups_filter_include\": [\"a\"], \"groups_filter_exclude\": [\"b\"]} | cannot contain both",
                "{\"groups_filter_include\": \"a\"} | groups_filter_include must be a list of names",
                "{\"remote_orgs\": \"all\"} | remote_orgs is only_local or create",
                "{\"remote_groups\": true} | remote_groups must be text",
                "{\"force_all\": \"yes\"} | force_all must be boolean",
                "{\"page_size\": 1001} | page_size is a number from 1 to 1000",
                "{\"api_key\": \"a\\nb\"} | api_key is one line of ASCII characters",
            })
    void aSettingThatCannotBeUsedIsNamed(String config, String message) {
        assertThatThrownBy(() -> harvester().check(SourceConfig.parse(config)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aConfigurationOfCkansOwnHarvesterIsTaken() throws Exception {
        harvester().check(SourceConfig.parse("""
            {"api_version": "2", "default_tags": [{"name": "geo"}], "default_groups": ["group2"], "default_extras": {"encoding": "utf8"},
             "override_extras": true, "organizations_filter_include": [], "groups_filter_exclude": ["x"], "remote_groups": "only_local",
             "remote_orgs": "create", "user": "harverster", "read_only": true, "force_all": true, "clean_tags": false, "api_key": null}
            """));
    }

    @Test
    void anErrorWithStatus200IsToldInCkansWords() {
        try (var site = new LocalSite(asked -> Reply.of(200, "application/json", """
            {"help": "h", "success": false, "error": {"__type": "Search Error", "message": "the index sleeps"}}\
            """))) {
            assertThatThrownBy(() -> walk(site, "{}"))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("package_search")
                    .hasMessageContaining("an error of CKAN: Search Error, 'the index sleeps'");
        }
    }

    @Test
    void aWebPageWithStatus200IsNamed() {
        try (var site = new LocalSite(asked -> Reply.html("<html><title>Sign in</title></html>"))) {
            assertThatThrownBy(() -> walk(site, "{}"))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("expected the answer of CKAN's action package_search")
                    .hasMessageContaining("an HTML page titled 'Sign in'");
        }
    }

    @Test
    void jsonThatBreaksOffIsNamedWithItsPlace() {
        try (var site = new LocalSite(asked ->
                Reply.of(200, "application/json", "{\"success\": true, \"result\": {\"results\": [{\"id\": \"a\"}"))) {
            assertThatThrownBy(() -> walk(site, "{}"))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("Line 1")
                    .hasMessageContaining("is not readable JSON");
        }
    }

    @Test
    void answersOfOthersAreNotTakenForCkans() throws Exception {
        try (var site = new LocalSite(asked -> Reply.of(200, "application/json", "{\"dataset\": []}"));
                var reply = client.send(SourceRequest.get(site.at("/data.json"), 1000))) {
            assertThat(harvester().recognises(reply)).isFalse();
        }
    }

    private List<RecordRef> refs(LocalSite site, List<String> ids) {
        return ids.stream()
                .map(id -> new RecordRef(new RecordKey(id), site.at("/api/3/action/package_show?id=" + id), null))
                .toList();
    }

    static List<String> keys(List<ListedRecord> records) {
        return records.stream().map(listed -> listed.key().value()).toList();
    }
}
