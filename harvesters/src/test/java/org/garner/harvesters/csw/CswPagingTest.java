package org.garner.harvesters.csw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.garner.harvest.Harvester;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvesters.LocalSite.Reply;
import org.garner.harvesters.Walk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages as servers really send them. */
class CswPagingTest {
    private final PoliteClient client = Walk.client();
    private final Harvester harvester = new CswHarvester();

    @AfterEach
    void closeTheClient() {
        client.close();
    }

    private Walk walk(FakeCsw csw) throws Exception {
        try (var site = csw.site()) {
            return Walk.through(
                    harvester, Walk.source(harvester, site.at(FakeCsw.PATH), "{\"page_size\": 10}"), client);
        }
    }

    private static void assertComplete(Walk walk, int count) {
        assertThat(walk.keys()).hasSize(count).doesNotHaveDuplicates();
        assertThat(walk.partial()).isFalse();
        assertThat(walk.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 11, 20, 37})
    void everyLengthOfListingIsRead(int count) throws Exception {
        assertComplete(walk(new FakeCsw(count)), count);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 11, 20, 37})
    void nextRecordMissing(int count) throws Exception {
        var csw = new FakeCsw(count);
        csw.next = page -> null;
        assertComplete(walk(csw), count);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 11, 20, 37})
    void nextRecordAlwaysZero(int count) throws Exception {
        var csw = new FakeCsw(count);
        csw.next = page -> 0L;
        assertComplete(walk(csw), count);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 11, 20, 37})
    void nextRecordBeyondTheEnd(int count) throws Exception {
        var csw = new FakeCsw(count);
        csw.next = page -> page.last() + 1;
        assertComplete(walk(csw), count);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 11, 20, 37})
    void nextRecordBeforeTheStart(int count) throws Exception {
        var csw = new FakeCsw(count);
        csw.next = page -> 1L;
        assertComplete(walk(csw), count);
    }

    @Test
    void anExceptionBeyondTheEndIsTheEnd() throws Exception {
        var csw = new FakeCsw(20);
        csw.next = page -> page.last() + 1;
        csw.instead = query -> query.position() > 20
                ? FakeCsw.exception("InvalidParameterValue", "startPosition", "beyond the end")
                : null;
        assertComplete(walk(csw), 20);
    }

    @Test
    void matchedMissing() throws Exception {
        var csw = new FakeCsw(37);
        csw.matched = page -> null;
        assertComplete(walk(csw), 37);
    }

    @Test
    void matchedCountsOnlyThePage() throws Exception {
        var csw = new FakeCsw(37);
        csw.matched = page -> page.last() - page.first() + 1;
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(37).doesNotHaveDuplicates();
        assertThat(walk.partial()).isFalse();
    }

    @Test
    void aServerThatShrinksPagesIsFollowed() throws Exception {
        var csw = new FakeCsw(37);
        csw.mostRecords = 4;
        var walk = walk(csw);
        assertComplete(walk, 37);
        assertThat(walk.mode()).contains("pages of 4 (10 asked for)");
    }

    @Test
    void fewerThanClaimedIsPartialAndSaysTheNumbers() throws Exception {
        var csw = new FakeCsw(20);
        csw.matched = page -> 25L;
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(20);
        assertThat(walk.partial()).isTrue();
        assertThat(walk.problems()).singleElement().asString().contains("25").contains("20 different ones");
    }

    @Test
    void theSamePageOverAndOverEndsTheListing() throws Exception {
        var csw = new FakeCsw(30);
        csw.instead = query -> Reply.xml(csw.page(csw.ids.subList(0, 10), new FakeCsw.Page(1, 10, 30), query));
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(10);
        assertThat(walk.pages()).hasSize(2);
        assertThat(walk.partial()).isTrue();
        assertThat(walk.problems())
                .anySatisfy(problem -> assertThat(problem)
                        .contains("new records from position 11")
                        .contains("an earlier page had brought"));
    }

    @Test
    void pagesThatBeginAgainAtTheFirstEndTheListing() throws Exception {
        var csw = new FakeCsw(30);
        csw.matched = page -> 1_000_000L;
        csw.instead = query -> {
            int from = (int) ((query.position() - 1) % 30);
            return Reply.xml(
                    csw.page(csw.ids.subList(from, from + 10), new FakeCsw.Page(from + 1, from + 10, 30), query));
        };
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(30).doesNotHaveDuplicates();
        assertThat(walk.partial()).isTrue();
    }

    @Test
    void recordsThatThePageBeforeBroughtAreNotListedAgain() throws Exception {
        var csw = new FakeCsw(30);
        csw.instead = query -> {
            int from = (int) Math.max(0, query.position() - 3);
            int to = Math.min(30, from + 10);
            return from >= 30
                    ? null
                    : Reply.xml(csw.page(csw.ids.subList(from, to), new FakeCsw.Page(from, to, 30), query));
        };
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(30).doesNotHaveDuplicates();
        assertThat(walk.partial()).isFalse();
    }

    @Test
    void anEmptyPageBeforeTheEndIsPassedOverAndTheListingIsPartial() throws Exception {
        var csw = new FakeCsw(40);
        csw.instead = query ->
                query.position() == 11 ? Reply.xml(csw.page(List.of(), new FakeCsw.Page(11, 20, 40), query)) : null;
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(30).contains("id-0040");
        assertThat(walk.partial()).isTrue();
        assertThat(walk.problems()).singleElement().asString().contains("40").contains("30 different ones");
    }

    @Test
    void aCountThatChangesWhilePagingIsNoted() throws Exception {
        var csw = new FakeCsw(30);
        csw.matched = page -> page.first() < 11 ? 29L : 30L;
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(30);
        assertThat(walk.partial()).isFalse();
        assertThat(walk.problems()).singleElement().asString().contains("29 on the first and 30 on the last");
    }

    @Test
    void hitsWithoutRecordsArePartialAndNotTheEndOfEverything() throws Exception {
        var csw = new FakeCsw(12);
        csw.instead = query -> Reply.xml(csw.page(List.of(), new FakeCsw.Page(1, 0, 12), query));
        var walk = walk(csw);
        assertThat(walk.keys()).isEmpty();
        assertThat(walk.partial()).isTrue();
        assertThat(walk.problems()).singleElement().asString().contains("12").contains("0 different ones");
    }

    @Test
    void aPageCutOffInTheMiddleKeepsItsWholeRecordsAndTheRestIsAskedForAgain() throws Exception {
        var csw = new FakeCsw(37);
        csw.instead = query -> query.size() == 10 && query.position() == 11 ? cut(csw, query, "id-0017") : null;
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(37).doesNotHaveDuplicates();
        assertThat(walk.partial()).isFalse();
        assertThat(walk.problems()).singleElement().asString().contains("Line ").contains("6 whole records");
    }

    @Test
    void aFirstPageCutOffInTheMiddleIsNoFailure() throws Exception {
        var csw = new FakeCsw(12);
        csw.instead = query -> query.size() == 10 && query.position() == 1 ? cut(csw, query, "id-0005") : null;
        assertThat(walk(csw).keys()).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void aFirstPageWithoutAWholeRecordIsAClearFailure() {
        var csw = new FakeCsw(12);
        csw.instead = query -> cut(csw, query, "id-0001");
        assertThatThrownBy(() -> walk(csw))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("localhost")
                .hasMessageContaining("is broken after 0 whole records");
    }

    @Test
    void aRecordThatBreaksItsPageIsPassedOverAlone() throws Exception {
        var csw = new FakeCsw(40);
        csw.instead = query -> query.position() <= 23 && query.position() + query.size() > 23
                ? Reply.of(500, "text/plain", "cannot convert record 23")
                : null;
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(39).doesNotContain("id-0023").contains("id-0040");
        assertThat(walk.partial()).isTrue();
        assertThat(walk.problems())
                .anySatisfy(problem -> assertThat(problem)
                        .contains("a record at position 23 of the listing")
                        .contains("cannot convert record 23"));
    }

    @Test
    void aRecordThatIsNoXmlIsPassedOverAlone() throws Exception {
        var csw = new FakeCsw(40);
        csw.instead = query -> {
            int from = (int) query.position() - 1;
            int to = Math.min(40, from + query.size());
            var page = csw.page(csw.ids.subList(Math.min(from, 40), to), new FakeCsw.Page(from + 1, to, 40), query);
            return Reply.xml(page.replace("id-0023", "id & 23"));
        };
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(39).contains("id-0022", "id-0024", "id-0040");
        assertThat(walk.partial()).isTrue();
    }

    @Test
    void bytesOfAnotherEncodingSpoilOneRecordOnly() throws Exception {
        var csw = new FakeCsw(40);
        csw.instead = query -> {
            int from = (int) query.position() - 1;
            int to = Math.min(40, from + query.size());
            var page = csw.page(csw.ids.subList(Math.min(from, 40), to), new FakeCsw.Page(from + 1, to, 40), query);
            return Reply.of(
                    200, "application/xml", page.replace("id-0023", "id-é23").getBytes(StandardCharsets.ISO_8859_1));
        };
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(39).contains("id-0022", "id-0024", "id-0040");
        assertThat(walk.partial()).isTrue();
    }

    @Test
    void aSourceThatTurnsIntoAWebPageEndsPartial() throws Exception {
        var csw = new FakeCsw(4000);
        csw.instead = query -> query.position() > 20 ? Reply.html("<html><title>Maintenance</title></html>") : null;
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(20);
        assertThat(walk.partial()).isTrue();
        assertThat(walk.pages()).hasSizeLessThan(30);
        assertThat(walk.problems()).anySatisfy(problem -> assertThat(problem).contains("Maintenance"));
    }

    @Test
    void aRecordWithoutAnIdentifierIsAProblemWithItsPlace() throws Exception {
        var csw = new FakeCsw(12);
        csw.ids.set(4, " ");
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(11);
        assertThat(walk.partial()).isFalse();
        assertThat(walk.problems())
                .singleElement()
                .asString()
                .contains("position 5 of the listing")
                .contains("found none");
    }

    @Test
    void twoRecordsOfOneNameDoNotMakeTheListingPartial() throws Exception {
        var csw = new FakeCsw(12);
        csw.ids.set(5, "id-0005");
        var walk = walk(csw);
        assertThat(walk.keys()).hasSize(12).containsOnlyOnce("id-0004").doesNotContain("id-0006");
        assertThat(walk.partial()).isFalse();
        assertThat(walk.problems()).isEmpty();
    }

    @Test
    void theCursorStaysSmall() throws Exception {
        try (var site = new FakeCsw(2000).site()) {
            var walk = Walk.through(
                    harvester, Walk.source(harvester, site.at(FakeCsw.PATH), "{\"page_size\": 500}"), client);
            assertComplete(walk, 2000);
            assertThat(walk.pages().getFirst().next())
                    .isNotNull()
                    .satisfies(next -> assertThat(next.value()).hasSizeLessThan(6000));
        }
    }

    private static Reply cut(FakeCsw csw, FakeCsw.Query query, String at) {
        int from = (int) query.position() - 1;
        int to = Math.min(csw.ids.size(), from + query.size());
        var page = csw.page(csw.ids.subList(from, to), new FakeCsw.Page(from + 1, to, csw.ids.size()), query);
        int end = page.indexOf(at);
        return Reply.xml(end < 0 ? page : page.substring(0, end));
    }
}
