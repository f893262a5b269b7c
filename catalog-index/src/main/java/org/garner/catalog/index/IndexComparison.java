package org.garner.catalog.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.SolrServerException;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.SolrDocumentList;
import org.apache.solr.common.SolrException;
import org.garner.catalog.store.Ids;
import org.garner.catalog.store.PackageIndex;
import org.garner.catalog.store.PackageIndex.Standing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what the index holds with what the catalogue believes that it holds, package by package in the order of their ids, and makes pending what
 * differs: what the index has lost, and what it has that the catalogue has forgotten, as after a fail-over of Postgres. One walk; for one thread.
 */
final class IndexComparison {
    private static final Logger log = LoggerFactory.getLogger(IndexComparison.class);
    private static final int PAGE = 1_000;
    private static final UUID START = new UUID(0, 0);

    private final PackageIndex catalogue;
    private final int generation;
    private final SolrConnection solr;
    private final String siteId;
    private UUID after = START;
    private long differences;
    private long strange;
    private boolean begun;

    IndexComparison(PackageIndex catalogue, int generation, SolrConnection solr, String siteId) {
        this.catalogue = catalogue;
        this.generation = generation;
        this.solr = solr;
        this.siteId = siteId;
    }

    /**
     * Compares the next page.
     *
     * @return whether there is another one
     * @throws IndexUnavailableException when Solr does not answer
     */
    boolean next() {
        if (!begun) {
            overtake();
            begun = true;
        }
        var known = catalogue.standing(generation, after, PAGE);
        var last = known.size() < PAGE ? null : known.getLast().packageId();
        var found = ask(new SolrQuery("id:{%s TO %s]".formatted(after, last == null ? "*" : last))
                .addFilterQuery("{!term f=site_id v=$site}")
                .setFields("id", "revision")
                .setRows(2 * PAGE)
                .addSort("id", SolrQuery.ORDER.asc));
        var revisions = revisions(found);
        // More than there should be: the rest is looked at from the last of them on.
        var cut = found.size() < 2 * PAGE || revisions.isEmpty()
                ? last
                : revisions.lastEntry().getKey();
        var differing = differing(known, revisions, cut);
        catalogue.again(differing);
        differences += differing.size();
        if (cut == null) {
            tell();
            return false;
        }
        after = cut;
        return true;
    }

    /** Revisions are numbers that rise for ever, so one in the index that has not been given yet was given once, and forgotten. */
    private void overtake() {
        var newest =
                ask(new SolrQuery("*:*").setFields("revision").setRows(1).addSort("revision", SolrQuery.ORDER.desc));
        if (!newest.isEmpty()) {
            var revision = revision(newest.getFirst());
            if (catalogue.overtake(revision)) {
                log.warn(
                        "The index holds revision {} of a package, which the catalogue has not given yet: the"
                                + " catalogue has lost changes. Revisions go on from there, and what differs is brought"
                                + " into the index again",
                        revision);
            }
        }
    }

    private static List<UUID> differing(List<Standing> known, Map<UUID, Long> found, @Nullable UUID cut) {
        var differing = new ArrayList<UUID>();
        for (var each : known) {
            if (cut != null && each.packageId().toString().compareTo(cut.toString()) > 0) {
                break;
            }
            if (differs(each, found.remove(each.packageId()))) {
                differing.add(each.packageId());
            }
        }
        differing.addAll(found.keySet());
        return differing;
    }

    /** What is pending or was refused is not searchable yet, as the catalogue knows; all else is to be there in the revision that was noted. */
    private static boolean differs(Standing known, @Nullable Long found) {
        if (found == null) {
            return known.present() && known.indexed() >= known.revision();
        }
        return found > known.revision()
                || found < known.indexed()
                || (!known.present() && known.indexed() >= known.revision());
    }

    /** By package, in order; what others have put into the core is passed over. */
    private SequencedMap<UUID, Long> revisions(SolrDocumentList found) {
        var revisions = new LinkedHashMap<UUID, Long>();
        for (var document : found) {
            var text = String.valueOf(document.getFieldValue("id"));
            var id = Ids.uuid(text);
            if (id != null && text.equals(id.toString())) {
                revisions.put(id, revision(document));
            } else {
                strange++;
            }
        }
        return revisions;
    }

    private static long revision(SolrDocument document) {
        return document.getFieldValue("revision") instanceof Long revision
                ? PackageDocument.revisionOfPackage(revision)
                : 0;
    }

    private SolrDocumentList ask(SolrQuery query) {
        query.setParam("defType", "lucene").setParam("site", siteId);
        try {
            return solr.client().query(query, SolrRequest.METHOD.POST).getResults();
        } catch (SolrServerException | IOException | SolrException e) {
            throw solr.unavailable(e);
        }
    }

    private void tell() {
        if (differences > 0) {
            log.warn(
                    "Packages in which the index differed from the catalogue, and which are brought into it again: {}",
                    differences);
        }
        if (strange > 0) {
            log.warn("Documents in the core whose id is no package's, and which are left alone: {}", strange);
        }
    }
}
