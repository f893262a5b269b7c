package org.garner.harvesters.csw;

import java.net.URI;
import java.util.List;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.ListingPage;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceRequest;
import org.jspecify.annotations.Nullable;

/**
 * Brings the pages of a listing home: the first one by trying which form of the request the server understands, the others in that form, and where a page
 * fails, in smaller pieces until the record that breaks it stands alone.
 */
final class CswListing {
    /** Halving 500 to 1 takes nine; beyond this the place is not the trouble. */
    private static final int MOST_FAILURES_IN_A_ROW = 20;
    /** More broken places than this are a broken source. */
    static final int MOST_SKIPPED = 50;

    private final URI source;
    private final CswSettings settings;
    private final SourceClient client;
    private URI service;

    CswListing(URI source, CswSettings settings, SourceClient client) {
        this.source = source;
        this.service = Csw.service(source);
        this.settings = settings;
        this.client = client;
    }

    /** What the server says it can do; unknown when it refuses to say, because GetRecords may work all the same. */
    Capabilities capabilities() throws SourceException, InterruptedException {
        var request = SourceRequest.get(Csw.capabilities(source), SourceRequest.RECORD);
        try (var reply = CswReplies.ask(client, request, "Capabilities")) {
            // Where a redirect led, so that not every page has to be redirected again.
            service = Csw.service(reply.uri());
            return Capabilities.of(CswReplies.tree(reply), service);
        } catch (SourceException e) {
            if (e.failure() instanceof HarvestFailure.Unexpected unexpected
                    && unexpected.found().startsWith("an exception report")) {
                return Capabilities.UNKNOWN;
            }
            if (e.failure() instanceof HarvestFailure.Refused refused
                    && (refused.status() == 400 || refused.status() == 500)) {
                return Capabilities.UNKNOWN;
            }
            throw e;
        }
    }

    ListingPage first() throws SourceException, InterruptedException {
        var capabilities = capabilities();
        var byId = capabilities.byId(service, settings);
        SourceException failure = null;
        First empty = null;
        for (var ask : capabilities.attempts(service, settings)) {
            if (empty != null && empty.isAskedAlike(ask)) {
                continue;
            }
            try {
                var first = first(ask);
                if (!first.page().records().isEmpty()) {
                    return new PageStep(start(first, byId), first.page()).toListing();
                }
                if (empty != null && !first.claimsMore()) {
                    break;
                }
                empty = first;
            } catch (SourceException e) {
                if (!CswReplies.isAboutTheRequest(e.failure())) {
                    throw e;
                }
                failure = failure == null ? e : failure;
            }
        }
        if (empty != null) {
            return new PageStep(start(empty, byId), empty.page()).toListing();
        }
        throw failure == null ? nothingAllowed() : failure;
    }

    /** One form of the request, with a smaller page when the first is too much for the server. */
    private First first(GetRecords ask) throws SourceException, InterruptedException {
        int size = settings.page();
        RecordsPage page;
        try {
            page = read(ask, 1, size);
        } catch (SourceException e) {
            if (!CswReplies.isAboutTheAmount(e.failure()) || size == 1) {
                throw e;
            }
            size = Math.max(1, size / 10);
            page = read(ask, 1, size);
        }
        if (page.isCut() && page.records().isEmpty() && size > 1) {
            size = Math.max(1, size / 10);
            page = read(ask, 1, size);
        }
        var broken = page.broken();
        if (page.isCut() && page.records().isEmpty() && broken != null) {
            throw new SourceException(broken);
        }
        return new First(ask, page, size);
    }

    private record First(GetRecords ask, RecordsPage page, int size) {
        boolean isAskedAlike(GetRecords other) {
            return ask.typeNames().equals(other.typeNames()) && ask.schema().equals(other.schema());
        }

        /** True when the server says that records match though it sent none. */
        boolean claimsMore() {
            var matched = page.claims().matched();
            return matched != null && matched > 0;
        }
    }

    private CswCursor start(First first, GetRecordById byId) {
        boolean documents = settings.outputSchema() != null || first.page().hasDocuments();
        var ask = first.ask();
        boolean isDublinCore = first.page().records().stream().noneMatch(FoundRecord::isIso);
        var further = documents ? ask : ask.summaries(isDublinCore ? Csw.NAMESPACE : ask.schema());
        var schema = documents ? ask.schema() : byId.schema();
        return new CswCursor(
                further,
                new GetRecordById(byId.endpoint(), schema),
                documents,
                new CswCursor.Place(1, first.size(), first.size(), 0, 0),
                CswCursor.Seen.NOTHING);
    }

    ListingPage next(CswCursor at) throws SourceException, InterruptedException {
        try {
            var page = read(at.ask(), at.place().position(), at.place().size());
            var broken = page.broken();
            if (page.isCut() && page.records().isEmpty() && broken != null) {
                return failed(at, broken);
            }
            return new PageStep(at, page).toListing();
        } catch (SourceException e) {
            if (!CswReplies.mayBeOneRecord(e.failure())) {
                throw e;
            }
            return failed(at, e.failure());
        }
    }

    private RecordsPage read(GetRecords ask, long position, int size) throws SourceException, InterruptedException {
        var request = ask.page(position, size, settings.cql());
        try (var reply = CswReplies.ask(client, request, RecordsPage.GET_RECORDS)) {
            return RecordsPage.read(reply);
        }
    }

    /** A page gave nothing: ask for half of it, or pass over the one record that it came down to. */
    private ListingPage failed(CswCursor at, HarvestFailure failure) {
        var place = at.place();
        if (at.seen().isEnough()) {
            // The server refuses to look beyond its end: that is the end.
            return page(at, null, false, List.of());
        }
        if (place.failures() >= MOST_FAILURES_IN_A_ROW || place.skipped() >= MOST_SKIPPED) {
            return page(at, null, true, List.of(failure));
        }
        if (place.size() > 1) {
            int most = CswReplies.isAboutTheAmount(failure) ? place.size() / 2 : place.most();
            var half = new CswCursor.Place(
                    place.position(), place.size() / 2, most, place.failures() + 1, place.skipped());
            return page(at, at.at(half), false, List.of());
        }
        var beyond =
                new CswCursor.Place(place.position() + 1, 1, place.most(), place.failures() + 1, place.skipped() + 1);
        var matched = at.seen().matched();
        boolean over = matched != null && beyond.position() > matched;
        return page(at, over ? null : at.at(beyond), true, List.of(skipped(at, failure)));
    }

    private HarvestFailure skipped(CswCursor at, HarvestFailure failure) {
        return new HarvestFailure.Unexpected(
                at.ask().endpoint(),
                "a record at position %d of the listing".formatted(at.place().position()),
                "a page that fails even when this record is asked for alone, so it was passed over (%s)"
                        .formatted(failure.describe()));
    }

    private static ListingPage page(
            CswCursor at, @Nullable CswCursor next, boolean partial, List<HarvestFailure> problems) {
        return new ListingPage(
                List.of(),
                next == null ? null : next.text(),
                partial,
                problems,
                at.seen().matched(),
                PageStep.mode(at, at.place().size()));
    }

    private SourceException nothingAllowed() {
        return new SourceException(new HarvestFailure.Unexpected(
                source, "a way to send GetRecords that the configuration allows", "none in its capabilities"));
    }
}
