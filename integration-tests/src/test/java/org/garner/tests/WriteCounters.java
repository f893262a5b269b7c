package org.garner.tests;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.SolrServerException;
import org.apache.solr.client.solrj.request.GenericSolrRequest;
import org.apache.solr.common.params.MapSolrParams;

/**
 * What Postgres and Solr count of writes to the catalogue.
 *
 * @param postgres the rows inserted, updated and deleted in each of the catalogue's tables since the server started
 * @param versions the rows themselves by the transaction that wrote them: a rewritten row shows even if it was not counted
 * @param solr how often documents were added and deleted; not commits, which a timer makes
 */
record WriteCounters(List<String> postgres, List<String> versions, List<String> solr) {
    /** An idle connection hands its counts in after ten seconds at the latest (Postgres: PGSTAT_IDLE_INTERVAL). */
    private static final Duration STILL = Duration.ofSeconds(11);

    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Waits until the counters have stood still for so long that none is on its way any more. */
    static WriteCounters settled(RunningGarner garner) {
        garner.awaitIndex();
        var began = System.nanoTime();
        var since = began;
        var last = now(garner);
        while (System.nanoTime() - since < STILL.toNanos()) {
            if (System.nanoTime() - began > LONGEST.toNanos()) {
                throw new AssertionError(
                        "The catalogue is still written after %s without a job: %s".formatted(LONGEST, last));
            }
            RunningGarner.pause();
            var now = now(garner);
            if (!now.equals(last)) {
                since = System.nanoTime();
                last = now;
            }
        }
        return last;
    }

    private static WriteCounters now(RunningGarner garner) {
        return new WriteCounters(
                garner.rows("""
                    select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_user_tables
                     where relname in ('package', 'resource') order by relname
                    """),
                garner.rows("select id, xmin from package union all select id, xmin from resource order by id"),
                solr(garner));
    }

    private static List<String> solr(RunningGarner garner) {
        var params = new MapSolrParams(Map.of("stats", "true", "cat", "UPDATE"));
        var request = new GenericSolrRequest(SolrRequest.METHOD.GET, "/admin/mbeans", params);
        try {
            var beans = garner.server().stack().solr().client().request(request).get("solr-mbeans");
            return Pattern.compile("(?:[aA]dds|[dD]eletes\\w+|requests)(?:\\.count)?=\\d+")
                    .matcher(String.valueOf(beans))
                    .results()
                    .map(MatchResult::group)
                    .toList();
        } catch (SolrServerException | IOException e) {
            throw new IllegalStateException("Solr does not tell its counters", e);
        }
    }
}
