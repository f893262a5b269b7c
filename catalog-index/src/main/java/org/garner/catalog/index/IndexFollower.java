package org.garner.catalog.index;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.solr.client.solrj.SolrServerException;
import org.apache.solr.client.solrj.request.UpdateRequest;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrInputDocument;
import org.garner.catalog.store.PackageIndex;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the catalogue's changes into the index, in the order of their revisions. It only reads the catalogue and notes what has become searchable, so
 * it may be stopped at any moment and run by two processes at once: Solr refuses a revision that is not newer.
 */
public final class IndexFollower {
    private static final Logger log = LoggerFactory.getLogger(IndexFollower.class);
    private static final int BATCH = 500;
    private static final int BATCHES_PER_ROUND = 4;
    /** A page is a thousand packages: a million takes some minutes, during which changes are searchable as ever. */
    private static final int PAGES_PER_ROUND = 10;

    private static final Duration BETWEEN_COMPARISONS = Duration.ofHours(1);

    private final PackageIndex source;
    private final int generation;
    private final SolrConnection solr;
    private final String siteId;
    private final PackageDocument documents;
    /** Whether the index was found to hold documents in today's form, or is being brought to; only the follower's thread asks. */
    private boolean ofToday;
    /** The comparison that is on its way; none between two. */
    private @Nullable IndexComparison comparison;

    private long nextComparison = System.nanoTime();

    /**
     * @param generation which generation of the index this Solr holds
     * @param siteId under which site the packages are found, see {@link SearchIndex}
     */
    public IndexFollower(
            PackageIndex source, int generation, SolrConnection solr, String siteId, MeterRegistry metrics) {
        this.source = source;
        this.generation = generation;
        this.solr = solr;
        this.siteId = siteId;
        this.documents = new PackageDocument(siteId);
        TimeGauge.builder(
                        "harvest.index.lag",
                        this,
                        TimeUnit.MILLISECONDS,
                        follower -> follower.lag().toMillis())
                .description("Age of the oldest change that is not searchable yet")
                .register(metrics);
        Gauge.builder("harvest.outbox.pending", this, IndexFollower::pending)
                .description("Changes of packages that are not searchable yet")
                .register(metrics);
    }

    private record Pending(PackageIndex.Entry entry, SolrInputDocument document) {}

    /**
     * One round: reads what is pending, at most 2,000 packages, makes it searchable and notes that. After a start, after trouble and each hour the rounds
     * also compare the index with the catalogue, a piece each, and what differs becomes pending. Otherwise nothing is done when nothing is pending.
     *
     * @return how many packages were read; 0 means that nothing is pending
     * @throws IndexUnavailableException when Solr does not answer: nothing was noted, the next round tries the same again
     */
    public int runOnce() {
        try {
            if (!ofToday) {
                renew();
            }
            compare();
            return follow();
        } catch (RuntimeException e) {
            // Whatever it was may have cost the index documents, or the catalogue its last commits.
            comparison = null;
            nextComparison = System.nanoTime();
            throw e;
        }
    }

    private int follow() {
        var entries = source.pending(generation, BATCH * BATCHES_PER_ROUND);
        if (entries.isEmpty()) {
            return 0;
        }
        var refused = new ArrayList<PackageIndex.Refusal>();
        for (var from = 0; from < entries.size(); from += BATCH) {
            send(documents(entries.subList(from, Math.min(from + BATCH, entries.size())), refused), refused);
        }
        commit();
        note(entries, refused);
        return entries.size();
    }

    private void compare() {
        if (comparison == null && System.nanoTime() - nextComparison >= 0) {
            comparison = new IndexComparison(source, generation, solr, siteId);
        }
        for (int page = 0; page < PAGES_PER_ROUND && comparison != null; page++) {
            if (!comparison.next()) {
                comparison = null;
                nextComparison = System.nanoTime() + BETWEEN_COMPARISONS.toNanos();
            }
        }
    }

    private void renew() {
        // First, for a core with other files would take the documents and lose what it has no fields for.
        solr.requireSchema();
        var pending = source.renew(generation, CkanConfigSet.SCHEMA_VERSION);
        if (pending > 0) {
            log.info("The index holds documents of an older form: {} packages are brought into it again", pending);
        }
        ofToday = true;
    }

    private List<Pending> documents(List<PackageIndex.Entry> entries, List<PackageIndex.Refusal> refused) {
        var pending = new ArrayList<Pending>(entries.size());
        for (var entry : entries) {
            try {
                pending.add(new Pending(entry, documents.of(entry)));
            } catch (RuntimeException e) {
                refused.add(refusal(entry, e));
            }
        }
        return pending;
    }

    /** A batch that Solr refuses is halved until the culprit stands alone; what had been taken before is not taken twice. */
    private void send(List<Pending> batch, List<PackageIndex.Refusal> refused) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            var request = new UpdateRequest();
            batch.forEach(each -> request.add(each.document()));
            request.process(solr.client());
        } catch (SolrServerException | IOException | SolrException e) {
            if (!SolrConnection.refused(e)) {
                throw solr.unavailable(e);
            }
            if (batch.size() == 1) {
                requireTakesAnything(e);
                refused.add(refusal(batch.getFirst().entry(), e));
                return;
            }
            send(batch.subList(0, batch.size() / 2), refused);
            send(batch.subList(batch.size() / 2, batch.size()), refused);
        }
    }

    /** Otherwise it is not the document that is refused, and it will be taken when the trouble is over. */
    private void requireTakesAnything(Exception refused) {
        try {
            new UpdateRequest().add(PackageDocument.probe()).process(solr.client());
        } catch (SolrServerException | IOException | SolrException e) {
            throw solr.unavailable(refused);
        }
    }

    private static PackageIndex.Refusal refusal(PackageIndex.Entry entry, Exception e) {
        var reason = "The index refused the package %s: %s".formatted(entry.packageId(), SolrConnection.reason(e));
        log.warn("{}. It is offered again when the package changes.", reason);
        return new PackageIndex.Refusal(entry.packageId(), entry.revision(), reason);
    }

    /** Soft: searchable at once; Solr's own log of updates, which is on disk already, keeps it until the hard commit. */
    private void commit() {
        try {
            solr.client().commit(null, true, true, true);
        } catch (SolrServerException | IOException | SolrException e) {
            throw solr.unavailable(e);
        }
    }

    private void note(List<PackageIndex.Entry> entries, List<PackageIndex.Refusal> refused) {
        if (!refused.isEmpty()) {
            source.refused(generation, refused);
        }
        var ids = refused.stream().map(PackageIndex.Refusal::packageId).collect(Collectors.toSet());
        source.indexed(
                generation,
                entries.stream()
                        .filter(entry -> !ids.contains(entry.packageId()))
                        .toList());
    }

    /** Age of the oldest change that is not searchable yet; zero when there is none. */
    public Duration lag() {
        return source.drift(generation).lag();
    }

    /** How many packages have a change that is not searchable yet. */
    public long pending() {
        return source.drift(generation).pending();
    }
}
