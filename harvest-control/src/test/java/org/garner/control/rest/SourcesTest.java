package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.garner.control.rest.ControlServer.Reply;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.Sources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesTest {
    private static final ControlServer SERVER = new ControlServer();
    private static final String PATH = "/api/v1/sources";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aSourceIsMadeOnceAndFoundAgainHoweverItsUrlIsWritten() {
        var made = SERVER.post(PATH, "{\"url\":\"https://Once.example/csw/\",\"type\":\"csw\",\"title\":\"Once\"}");
        var found = SERVER.post(PATH, "{\"url\":\"https://once.example:443/csw?service=CSW\",\"type\":\"csw\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location"))
                .isEqualTo(PATH + "/" + made.json().path("id").asString());
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json()).isEqualTo(made.json());
        assertThat(made.json().path("name").asString()).isEqualTo("once-example-csw");
    }

    @Test
    void everythingThatIsWrongWithASourceIsNamedAtOnce() {
        var refused = SERVER.post(
                PATH,
                "{\"type\":\"gopher\",\"name\":\"No"
                        + " Blanks\",\"frequency\":\"hourly\",\"active\":\"yes\",\"config\":[1],\"colour\":\"red\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").asString()).isEqualTo("invalid-body");
        assertThat(errors(refused))
                .containsExactlyInAnyOrder(
                        "url: Missing value",
                        "type: Unknown harvester type: gopher. Registered types: "
                                + SERVER.bean(org.garner.harvesters.Harvesters.class).all().stream()
                                        .map(one -> one.type().value())
                                        .toList(),
                        "name: A source's name has 2 to 100 of a-z, 0-9, - and _, but was 'No Blanks'",
                        "frequency: Frequency hourly not recognised; known: [MANUAL, DAILY, WEEKLY, BIWEEKLY, MONTHLY,"
                                + " ALWAYS], or a cron expression with its time zone, such as"
                                + " '30 6 * * MON-FRI Europe/London'",
                        "active: This is true or false, but was: \"yes\"",
                        "config: The configuration is a JSON object, but was: [1]",
                        "colour: There is no such member; known: active, config, frequency, name, notes, publisher,"
                                + " quiet_hours, title, type, url");
    }

    @ParameterizedTest
    @CsvSource({"ftp://files.example/", "not a url", "https:///nowhere", "urn:x:y"})
    void aUrlThatCannotBeHarvestedIsRefused(String url) {
        var refused = SERVER.post(PATH, "{\"type\":\"csw\",\"url\":\"%s\"}".formatted(url));

        assertThat(errors(refused))
                .singleElement()
                .asString()
                .startsWith("url: ")
                .contains(url);
    }

    @Test
    void anEditChangesWhatItNamesAndNothingElse() {
        var name = SERVER.source();
        var before = SERVER.get(PATH + "/" + name).json();

        var after = SERVER.patch(
                        PATH + "/" + name,
                        "{\"title\":\"Coast\",\"notes\":\"Ask Ann\",\"publisher\":\"Coast"
                                + " Watch\",\"active\":false,\"frequency\":\"weekly\"}")
                .json();

        assertThat(after.path("title").asString()).isEqualTo("Coast");
        assertThat(after.path("notes").asString()).isEqualTo("Ask Ann");
        assertThat(after.path("publisher").asString()).isEqualTo("coast-watch");
        assertThat(after.path("active").asBoolean()).isFalse();
        assertThat(after.path("frequency").asString()).isEqualTo("WEEKLY");
        assertThat(after.path("url")).isEqualTo(before.path("url"));
        assertThat(after.path("config")).isEqualTo(before.path("config"));
        assertThat(SERVER.get(PATH + "/" + name).json()).isEqualTo(after);
        var cleared = SERVER.patch(PATH + "/" + name, "{\"title\":null,\"publisher\":null,\"notes\":null}")
                .json();
        assertThat(cleared.path("title").asString()).isEqualTo(name);
        assertThat(cleared.path("publisher").isNull()).isTrue();
        assertThat(cleared.path("notes").asString()).isEmpty();
    }

    @Test
    void anEditorWhoHasNotSeenTheLatestEditIsRefused() {
        var path = PATH + "/" + SERVER.source();
        var seen = SERVER.get(path).header("ETag");

        assertThat(SERVER.patch(path, "{\"title\":\"First\"}", "If-Match", seen).status())
                .isEqualTo(200);
        var late = SERVER.patch(path, "{\"title\":\"Second\"}", "If-Match", seen);

        assertThat(late.status()).isEqualTo(412);
        assertThat(late.json().path("code").asString()).isEqualTo("source-changed");
        assertThat(SERVER.get(path).json().path("title").asString()).isEqualTo("First");
        assertThat(SERVER.patch(path, "{\"title\":\"Second\"}", "If-Match", "*").status())
                .isEqualTo(200);
        assertThat(SERVER.get(path, "If-None-Match", SERVER.get(path).header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void aSourceIsFoundByItsAddressHoweverThatIsWritten() {
        var name = SERVER.source();
        var address = "https://%s.example/csw".formatted(name);
        SERVER.post(PATH, "{\"url\":\"%s\",\"type\":\"csw\",\"config\":{\"page_size\":7}}".formatted(address));

        assertThat(names("url=HTTPS://%s.EXAMPLE:443/csw/".formatted(name)))
                .contains(name)
                .hasSize(2);
        assertThat(names("url=https://nobody.example/")).isEmpty();
        assertThat(SERVER.get(PATH + "?url=nowhere").status()).isEqualTo(400);
    }

    @Test
    void aSummaryCountsDatasetsAndJobs() {
        var name = SERVER.source();
        var job = SERVER.running(name).lists("a", "b");
        job.imports("a", "<a/>");
        job.ends("succeeded");

        var summary = SERVER.get(PATH + "/" + name + "/summary").json();

        assertThat(summary.path("datasets").asInt()).isEqualTo(1);
        assertThat(summary.path("jobs").asInt()).isEqualTo(1);
        assertThat(summary.at("/last_job/id").asString()).isEqualTo(job.id().toString());
        assertThat(SERVER.get(PATH + "/no-such-source/summary").status()).isEqualTo(404);
    }

    @Test
    void anEditThatChangesNothingIsNoEdit() {
        var path = PATH + "/" + SERVER.source();
        var before = SERVER.get(path);

        assertThat(SERVER.patch(path, "{\"active\":true,\"config\":\"\"}").header("ETag"))
                .isEqualTo(before.header("ETag"));
    }

    @Test
    void aSourceCannotBecomeAnotherOne() {
        var one = SERVER.source();
        var other = SERVER.source();

        var same = SERVER.patch(PATH + "/" + other, "{\"url\":\"https://%s.example/csw/\"}".formatted(one));
        var named = SERVER.patch(PATH + "/" + other, "{\"name\":\"%s\"}".formatted(one));

        assertThat(same.status()).isEqualTo(409);
        assertThat(same.json().path("code").asString()).isEqualTo("source-exists");
        assertThat(same.json().path("source").asString()).isEqualTo(one);
        assertThat(named.json().path("code").asString()).isEqualTo("name-taken");
        assertThat(SERVER.get(PATH + "/" + other).status()).isEqualTo(200);
    }

    @Test
    void documentsAreMappedAgainAfterTheirReadingHasChangedAndFetchedAgainAfterTheQuestionHas() {
        var name = SERVER.source();
        var source = SERVER.bean(Sources.class).find(name).orElseThrow();
        var job = SERVER.running(name).lists("a");
        job.imports("a", "<a/>");
        job.ends("succeeded");

        SERVER.patch(PATH + "/" + name, "{\"title\":\"Of no matter to the reading\"}");
        assertThat(held(source).readerVersion()).isEqualTo(7);

        SERVER.patch(PATH + "/" + name, "{\"config\":{\"default_tags\":[\"sea\"]}}");
        assertThat(held(source).readerVersion()).isZero();
        assertThat(held(source).validator()).as("the copy is still good").isEqualTo("\"e\"");

        SERVER.patch(PATH + "/" + name, "{\"url\":\"https://%s.example/other\"}".formatted(name));
        assertThat(held(source).validator()).isNull();
        assertThat(held(source).fetched()).isNull();
        assertThat(held(source).packageId()).isNotNull();
    }

    @Test
    void whatAJobReadsCannotChangeWhileItRuns() {
        var name = SERVER.source();
        var job = SERVER.running(name);

        var refused = SERVER.patch(PATH + "/" + name, "{\"config\":{\"default_tags\":[\"sea\"]}}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asString()).isEqualTo("job-open");
        assertThat(refused.json().path("job").asString()).isEqualTo(job.id().toString());
        assertThat(SERVER.patch(PATH + "/" + name, "{\"title\":\"Its title can\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aDeletedSourceIsGoneButItsDatasetsStayAndComeBackWithIt() {
        var name = SERVER.source();
        var job = SERVER.running(name).lists("a", "b");
        job.imports("a", "<a/>");
        job.imports("b", "<b/>");

        assertThat(SERVER.delete(PATH + "/" + name).json().path("code").asString())
                .isEqualTo("job-open");
        job.ends("succeeded");
        var deleted = SERVER.delete(PATH + "/" + name).json();

        assertThat(deleted.path("datasets_kept").asInt()).isEqualTo(2);
        assertThat(SERVER.get(PATH + "/" + name).status()).isEqualTo(404);
        assertThat(SERVER.delete(PATH + "/" + name).status()).isEqualTo(404);
        assertThat(names("")).doesNotContain(name);
        assertThat(SERVER.get("/api/v1/jobs/" + job.id())
                        .json()
                        .at("/source/name")
                        .asString())
                .isEqualTo(name);
        var again = SERVER.post(PATH, "{\"url\":\"https://%s.example/csw\",\"type\":\"csw\"}".formatted(name));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json().path("id")).isEqualTo(deleted.path("id"));
        assertThat(SERVER.get("%s/%s/records"
                                .formatted(PATH, again.json().path("id").asString()))
                        .json()
                        .path("records"))
                .hasSize(2);
    }

    @Test
    void theNameOfADeletedSourceIsFree() {
        var name = SERVER.source();
        SERVER.delete(PATH + "/" + name);

        assertThat(SERVER.post(
                                PATH,
                                "{\"url\":\"https://elsewhere-%s.example/\",\"type\":\"waf\",\"name\":\"%s\"}"
                                        .formatted(name, name))
                        .status())
                .isEqualTo(201);
        var back = SERVER.post(
                PATH, "{\"url\":\"https://%s.example/csw\",\"type\":\"csw\",\"name\":\"%s\"}".formatted(name, name));
        assertThat(back.json().path("code").asString()).isEqualTo("name-taken");
    }

    @Test
    void datasetsAreWithdrawnWithTheirSourceByAnOperation() {
        var name = SERVER.source();

        var accepted = SERVER.delete(PATH + "/" + name + "?datasets=withdraw");

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().path("kind").asString()).isEqualTo("delete_source");
        assertThat(SERVER.get(accepted.header("Location")).json()).isEqualTo(accepted.json());
        assertThat(SERVER.get(PATH + "/" + name).status()).isEqualTo(200);
        assertThat(SERVER.delete(PATH + "/" + name).json().path("code").asString())
                .isEqualTo("operation-open");
    }

    @Test
    void whatBecomesOfTheDatasetsIsKeepOrWithdraw() {
        var name = SERVER.source();

        assertThat(SERVER.delete(PATH + "/" + name + "?datasets=purge").status())
                .isEqualTo(400);
        assertThat(SERVER.delete(PATH + "/" + name + "?abort_open=true").status())
                .isEqualTo(400);
        assertThat(SERVER.get(PATH + "/" + name).status()).isEqualTo(200);
    }

    @Test
    void sourcesAreListedInPagesAndByWhatTheyAre() {
        for (var letter : List.of("a", "b", "c")) {
            SERVER.post(
                    PATH,
                    "{\"url\":\"https://pages-%s.example/\",\"type\":\"waf\",\"name\":\"pages-%s\",\"active\":%s}"
                            .formatted(letter, letter, !letter.equals("b")));
        }

        var first = SERVER.get(PATH + "?q=PAGES-&limit=2").json();

        assertThat(first.path("sources")).hasSize(2);
        assertThat(names("&q=pages-&limit=2&cursor=" + first.path("next").asString()))
                .containsExactly("pages-c");
        assertThat(names("&q=pages-&limit=3")).containsExactly("pages-a", "pages-b", "pages-c");
        assertThat(SERVER.get(PATH + "?q=pages-&limit=3").json().has("next"))
                .as("a full page that is the last one")
                .isFalse();
        assertThat(names("&q=pages-&active=true")).containsExactly("pages-a", "pages-c");
        assertThat(names("&q=pages-&type=csw")).isEmpty();
    }

    @Test
    void recordsAreListedWithTheirDatasets() {
        var name = SERVER.source();
        var job = SERVER.running(name).lists("https://x.example/a?b=1#c", "two", "three");
        var dataset = job.imports("https://x.example/a?b=1#c", "<a/>");
        job.imports("two", "<b/>");

        var first = SERVER.get("%s/%s/records?limit=1".formatted(PATH, name)).json();

        var record = first.path("records").path(0);
        assertThat(record.at("/dataset/id").asString()).isEqualTo(dataset.toString());
        assertThat(first.path("next").asString()).isEqualTo("https://x.example/a?b=1#c");
        var history = SERVER.get(record.path("url").asString()).json();
        assertThat(history.at("/record/guid").asString()).isEqualTo("https://x.example/a?b=1#c");
        assertThat(history.path("history")).hasSize(1);
        assertThat(SERVER.get("%s/%s/records?withdrawn=true".formatted(PATH, name))
                        .json()
                        .path("records"))
                .isEmpty();
        assertThat(SERVER.get("%s/%s/records?q=TWO".formatted(PATH, name))
                        .json()
                        .path("records"))
                .hasSize(1);
    }

    @Test
    void theHistoryOfARecordGoesBackThroughTheJobsOfItsSource() {
        var name = SERVER.source();
        var first = SERVER.running(name).lists("folder/a.xml");
        first.fails("folder/a.xml", "no root element");
        first.ends("with_errors");
        var second = SERVER.running(name).lists("folder/a.xml");
        second.imports("folder/a.xml", "<a/>");
        second.ends("succeeded");
        var path = "%s/%s/records/folder/a.xml".formatted(PATH, name);

        var whole = SERVER.get(path).json();
        var newest = SERVER.get(path + "?limit=1").json();
        var older = SERVER.get(path + "?limit=1&cursor=" + newest.path("next").asString())
                .json();

        assertThat(whole.path("history").findValuesAsString("outcome")).containsExactly("added", "errored");
        assertThat(whole.at("/history/1/errors/0/message").asString()).contains("no root element");
        assertThat(whole.at("/history/1/errors/0/line").asInt()).isEqualTo(12);
        assertThat(newest.at("/history/0/job").asString()).isEqualTo(second.id().toString());
        assertThat(older.at("/history/0/job").asString()).isEqualTo(first.id().toString());
        assertThat(older.has("next")).isFalse();
        assertThat(SERVER.get("%s/%s/records/folder/b.xml".formatted(PATH, name))
                        .status())
                .isEqualTo(404);
    }

    private static HarvestRecords.Held held(Sources.Stored source) {
        return SERVER.bean(HarvestRecords.class)
                .find(source.id(), "a")
                .orElseThrow()
                .held();
    }

    private static List<String> names(String query) {
        return SERVER.get(PATH + "?" + query.replaceFirst("^&", ""))
                .json()
                .path("sources")
                .findValuesAsString("name");
    }

    private static List<String> errors(Reply refused) {
        var errors = new ArrayList<String>();
        refused.json()
                .path("errors")
                .forEach(error -> errors.add(error.path("member").asString() + ": "
                        + error.path("message").asString()));
        return errors;
    }
}
