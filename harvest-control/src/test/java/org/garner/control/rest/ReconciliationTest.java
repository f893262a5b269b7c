package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.garner.control.rest.ControlServer.RunningJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class ReconciliationTest {
    private static final ControlServer SERVER = new ControlServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aSourceWithoutACompleteListingHasNothingToCompareWith() {
        var answer = SERVER.get("/api/v1/sources/%s/reconciliation".formatted(SERVER.source()))
                .json();

        assertThat(answer.path("listing").isNull()).isTrue();
        assertThat(answer.path("source_says").isNull()).isTrue();
        assertThat(answer.path("we_hold").asInt()).isZero();
    }

    @Test
    void everyRecordOfTheDifferenceIsExplainedAndTheKindsAddUp() {
        var source = SERVER.source();
        var other = SERVER.running(SERVER.source()).lists("elsewhere");
        shows(other, "elsewhere");
        var first =
                SERVER.running(source).lists("rejected-1", "same", "outdated", "held-1", "held-2", "taken-out", "lost");
        for (var guid : new String[] {"rejected-1", "same", "outdated", "held-1", "held-2", "taken-out", "lost"}) {
            shows(first, guid);
        }
        first.completely().ends("succeeded");
        var job = SERVER.running(source)
                .lists("same", "outdated", "broken", "not-yet", "taken-out", "lost", "elsewhere", "new");
        shows(job, "new");
        shows(job, "same");
        job.fails("outdated", "the end tag is missing");
        job.fails("broken", "no root");
        shows(job, "taken-out");
        shows(job, "lost");
        takenOut("taken-out", source);
        SERVER.bean(JdbcClient.class)
                .sql("delete from harvest_record where guid in ('lost', 'elsewhere') and source_id = (select id"
                        + " from harvest_source where name = :name)")
                .param("name", source)
                .update();
        done(job, "elsewhere");
        SERVER.bean(JdbcClient.class)
                .sql("update harvest_job_progress set duplicates = 2, expected = 11 where job_id = :job")
                .param("job", job.id())
                .update();
        job.completely().holds("most", "most is missing");
        job.ends("held");

        var answer = reconciled(source, "");

        assertThat(answer.path("source_says").asInt()).isEqualTo(10);
        assertThat(answer.path("we_hold").asInt()).isEqualTo(6);
        assertThat(answer.path("equation").asString())
                .isEqualTo("10 said = 6 held + 2 duplicate + 1 errored + 1 pending + 1 withdrawn_by_operator"
                        + " + 1 elsewhere + 1 missing - 3 held_back");
        assertThat(adds(answer)).isTrue();
        assertThat(answer.path("differences").findValuesAsString("guid"))
                .containsExactly(
                        "broken",
                        "elsewhere",
                        "held-1",
                        "held-2",
                        "lost",
                        "not-yet",
                        "outdated",
                        "rejected-1",
                        "taken-out");
        assertThat(answer.path("differences").findValuesAsString("kind"))
                .containsExactly(
                        "errored",
                        "elsewhere",
                        "held_back",
                        "held_back",
                        "missing",
                        "pending",
                        "outdated",
                        "held_back",
                        "withdrawn_by_operator");
        assertThat(answer.at("/differences/0/detail").asString()).contains("no root");
        assertThat(answer.at("/differences/0/object").asString())
                .isEqualTo("/api/v1/jobs/%s/objects/%s".formatted(job.id(), job.object("broken")));
        assertThat(shownByTheCatalogue(source)).isEqualTo(6);
    }

    @Test
    void whatStaysByADecisionAndWhatCameLaterIsSaidSo() {
        var source = SERVER.source();
        var first = SERVER.running(source).lists("a", "b", "c");
        for (var guid : new String[] {"a", "b", "c"}) {
            shows(first, guid);
        }
        first.completely().ends("succeeded");
        var held = SERVER.running(source).lists("a").completely().holds("most", "most is missing");
        held.ends("held");
        SERVER.post("/api/v1/jobs/%s/reject".formatted(held.id()), "");
        var listed = SERVER.running(source).lists("a", "c").completely();
        shows(listed, "a");
        shows(listed, "c");
        listed.ends("succeeded");
        var later = SERVER.running(source).lists("d");
        shows(later, "d");
        later.ends("with_errors");

        var answer = reconciled(source, "");

        assertThat(answer.path("equation").asString()).isEqualTo("2 said = 4 held - 1 kept - 1 newer");
        assertThat(adds(answer)).isTrue();
        assertThat(reconciled(source, "?kind=kept").path("differences").findValuesAsString("guid"))
                .containsExactly("b");
    }

    @Test
    void whatClearedHistoryCannotExplainIsSaidSo() {
        var source = SERVER.source();
        var job = SERVER.running(source).lists("a", "b");
        shows(job, "a");
        shows(job, "b");
        job.completely().ends("succeeded");
        SERVER.bean(JdbcClient.class)
                .sql("delete from harvest_object where harvest_job_id = :job")
                .param("job", job.id())
                .update();

        var answer = reconciled(source, "");

        assertThat(answer.path("equation").asString()).isEqualTo("2 said = 2 held + 2 forgotten - 2 unlisted");
        assertThat(adds(answer)).isTrue();
    }

    @Test
    void theDifferencesComeInPagesAndAsATable() {
        var source = SERVER.source();
        var job = SERVER.running(source).lists("a", "b", "c");
        for (var guid : new String[] {"a", "b", "c"}) {
            job.fails(guid, "trouble, with " + guid);
        }
        job.completely().ends("failed");

        var page = reconciled(source, "?limit=2");
        var rest = reconciled(source, "?limit=2&cursor=" + page.path("next").asString());

        assertThat(page.path("differences").findValuesAsString("guid")).containsExactly("a", "b");
        assertThat(rest.path("differences").findValuesAsString("guid")).containsExactly("c");
        assertThat(SERVER.get("/api/v1/sources/%s/reconciliation".formatted(source), "Accept", "text/csv")
                        .text()
                        .lines())
                .hasSize(4)
                .startsWith("guid,kind,package_id,detail")
                .element(1)
                .asString()
                .startsWith("a,errored,,\"")
                .contains("trouble, with a");
        assertThat(SERVER.get("/api/v1/sources/%s/reconciliation?kind=nothing".formatted(source))
                        .status())
                .isEqualTo(400);
    }

    private static JsonNode reconciled(String source, String query) {
        return SERVER.get("/api/v1/sources/%s/reconciliation%s".formatted(source, query))
                .json();
    }

    /** As the description of the endpoint states it. */
    private static boolean adds(JsonNode answer) {
        var counts = answer.path("counts");
        long right = answer.path("we_hold").asLong();
        for (var more : new String[] {
            "duplicate", "errored", "pending", "withdrawn_by_operator", "elsewhere", "missing", "forgotten"
        }) {
            right += counts.path(more).asLong();
        }
        for (var less : new String[] {"held_back", "kept", "newer", "unlisted"}) {
            right -= counts.path(less).asLong();
        }
        return answer.path("source_says").asLong() == right;
    }

    /** Imports a record, and has the catalogue show its dataset. */
    private static void shows(RunningJob job, String guid) {
        var dataset = job.imports(guid, "<a>%s</a>".formatted(guid));
        SERVER.bean(JdbcClient.class)
                .sql("""
                    insert into package (id, name, title, metadata_created, metadata_modified, dataset, revision)
                    values (:id, 'name-' || :id, :guid, now(), now(), '{}', nextval('package_revision'))
                    """)
                .param("id", dataset)
                .param("guid", guid)
                .update();
        SERVER.bean(JdbcClient.class)
                .sql("update harvest_object set package_id = :id, current = true where id = :object")
                .param("id", dataset)
                .param("object", job.object(guid))
                .update();
    }

    /** Ends a record of a job without anything in the catalogue. */
    private static void done(RunningJob job, String guid) {
        SERVER.bean(JdbcClient.class)
                .sql("update harvest_object set state = 'COMPLETE', report_status = 'not modified' where id = :object")
                .param("object", job.object(guid))
                .update();
    }

    private static void takenOut(String guid, String source) {
        SERVER.bean(JdbcClient.class)
                .sql("""
                    update package set state = 'deleted', withdrawn_by = 'operator'
                     where id = (select package_id from harvest_record
                                  where guid = :guid and source_id = (select id from harvest_source where name = :name))
                    """)
                .param("guid", guid)
                .param("name", source)
                .update();
    }

    private static long shownByTheCatalogue(String source) {
        return SERVER.bean(JdbcClient.class)
                .sql("""
                    select count(*) from package p join harvest_record r on r.package_id = p.id
                     where p.state = 'active' and r.source_id = (select id from harvest_source where name = :name)
                    """)
                .param("name", source)
                .query(Long.class)
                .single();
    }
}
