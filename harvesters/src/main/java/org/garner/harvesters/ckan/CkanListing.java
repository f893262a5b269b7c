package org.garner.harvesters.ckan;

import java.net.URI;
import java.util.List;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.ListingPage;
import org.garner.harvest.ListingRequest;
import org.garner.harvest.RecordKey;
import org.garner.harvest.http.SourceException;
import org.garner.harvesters.ckan.CkanCursor.Place;
import org.garner.harvesters.ckan.CkanCursor.Seen;
import org.garner.harvesters.ckan.CkanCursor.Way;
import org.jspecify.annotations.Nullable;

/**
 * Brings the pages of a listing home. Where little is held, or all is to be read, pages carry whole packages; where most is held they name ids and dates
 * only, a thousand at once, and what has changed is fetched afterwards. Pages follow each other by id; a server that does not go along is asked by
 * position. A page that fails is asked for in smaller pieces, until the package that breaks it stands alone.
 */
final class CkanListing {
    private static final int SUMMARIES = 1000;
    /** Halving 1,000 to 1 takes ten; beyond this the place is not the trouble. */
    private static final int MOST_FAILURES_IN_A_ROW = 16;

    private final CkanSettings settings;
    private final CkanApi api;

    CkanListing(CkanSettings settings, CkanApi api) {
        this.settings = settings;
        this.api = api;
    }

    ListingPage first(ListingRequest request) throws SourceException, InterruptedException {
        boolean summaries = request.held() > 0 && !request.full() && !settings.forceAll();
        var page = summaries ? summaries(request.held()) : null;
        return page == null ? whole() : page;
    }

    ListingPage next(CkanCursor at) throws SourceException, InterruptedException {
        var site = new Site(URI.create(at.actions()));
        try {
            return new PageStep(at, site, read(at)).toListing();
        } catch (SourceException e) {
            return failed(at, site, e);
        }
    }

    /** The first page of ids and dates; null when whole packages are the better way. */
    private @Nullable ListingPage summaries(long held) throws SourceException, InterruptedException {
        var at = start(api.site(), true, SUMMARIES);
        CkanReply page;
        try {
            page = read(at);
        } catch (SourceException e) {
            if (CkanApi.isAboutTheRequest(e.failure()) || CkanApi.isAboutTheAmount(e.failure())) {
                return null;
            }
            throw e;
        }
        var count = page.count();
        if (count != null && held * 2 < count) {
            return null;
        }
        boolean heeded = page.packages().stream().noneMatch(FoundPackage::whole);
        // A server that sends whole packages anyway sends them in pages of the usual size from here on.
        var fitting = heeded ? at : start(api.site(), false, settings.pageSize());
        return new PageStep(fitting, api.site(), page).toListing();
    }

    private ListingPage whole() throws SourceException, InterruptedException {
        try {
            return whole(api.site());
        } catch (SourceException e) {
            var old = api.site().old();
            if (old.equals(api.site()) || !CkanApi.isAboutTheRequest(e.failure())) {
                throw e;
            }
            try {
                return whole(old);
            } catch (SourceException atTheOldAddress) {
                // The usual address says more about its trouble than a guess at another.
                throw e;
            }
        }
    }

    /** The first page of whole packages, smaller where the usual one is too much for the site. */
    private ListingPage whole(Site site) throws SourceException, InterruptedException {
        int most = settings.pageSize();
        for (int size = most; ; size = Math.max(1, size / 10)) {
            var at = start(site, false, size).at(new Place("", 0, size, most, 0, false));
            try {
                return new PageStep(at, site, read(at)).toListing();
            } catch (SourceException e) {
                boolean tooMuch = CkanApi.isAboutTheAmount(e.failure());
                if (!tooMuch && !isTroubleOfTheServer(e.failure())) {
                    throw e;
                }
                if (size == 1) {
                    return alone(at, site, e);
                }
                most = tooMuch ? Math.max(1, size / 10) : most;
            }
        }
    }

    private static CkanCursor start(Site site, boolean summaries, int size) {
        return new CkanCursor(
                site.actions().toString(), summaries, Way.BY_ID, new Place("", 0, size, size, 0, false), Seen.NOTHING);
    }

    private CkanReply read(CkanCursor at) throws SourceException, InterruptedException {
        return read(at, at.summaries(), at.place().size());
    }

    private CkanReply read(CkanCursor at, boolean summaries, int rows) throws SourceException, InterruptedException {
        var query = Query.of(settings).sorted();
        if (at.way() == Way.BY_ID) {
            query.after(at.place().after());
        } else {
            query.start(at.start());
            rows += at.seen().tail().size();
        }
        query.rows(rows);
        return api.at(new Site(URI.create(at.actions()))).search(summaries ? query.summaries() : query);
    }

    /** A page gave nothing: ask by position if the server never did it by id, for less of it, or pass over the package that it came down to. */
    private ListingPage failed(CkanCursor at, Site site, SourceException thrown)
            throws SourceException, InterruptedException {
        var failure = thrown.failure();
        var place = at.place();
        boolean again = CkanApi.isAboutTheRequest(failure) || CkanApi.isAboutTheAmount(failure);
        if (!again || place.failures() >= MOST_FAILURES_IN_A_ROW) {
            throw thrown;
        }
        if (at.way() == Way.BY_ID && !place.proven() && !CkanApi.isAboutTheAmount(failure)) {
            return nothing(at, at.byStart().at(place.failed(place.size(), place.most())));
        }
        if (place.size() > 1) {
            int most = CkanApi.isAboutTheAmount(failure) ? Math.max(1, place.size() / 2) : place.most();
            return nothing(at, at.at(place.failed(Math.max(1, place.size() / 2), most)));
        }
        return alone(at, site, thrown);
    }

    /**
     * The next package cannot be had in a page: it is listed by its id, which the index knows, and fetched by itself. The page after it does not overlap,
     * for the overlap would be this package.
     */
    private ListingPage alone(CkanCursor at, Site site, SourceException thrown)
            throws SourceException, InterruptedException {
        var id = named(at);
        if (id == null || at.seen().tail().contains(id) || id.length() > RecordKey.LONGEST) {
            throw thrown;
        }
        var place = at.place();
        var next = at.having(new Seen(
                        at.seen().distinct() + 1,
                        at.seen().expected(),
                        at.seen().leftOut(),
                        at.seen().first(),
                        at.seen().last(),
                        List.of()))
                .at(new Place(id, place.delivered() + 1, 1, place.most(), 0, place.proven()));
        var record = new ListedRecord(new RecordKey(id), site.show(id).toString(), null, null);
        return new ListingPage(
                List.of(record), next.text(), false, List.of(), at.seen().expected(), PageStep.mode(at, 1));
    }

    /** The id of the next package; null when the server does not tell it without the package. */
    private @Nullable String named(CkanCursor at) throws InterruptedException {
        try {
            var named = read(at, true, 1).packages();
            return named.isEmpty() ? null : named.getLast().id();
        } catch (SourceException e) {
            return null;
        }
    }

    private static ListingPage nothing(CkanCursor at, CkanCursor next) {
        return new ListingPage(
                List.of(), next.text(), false, List.of(), at.seen().expected(), PageStep.mode(next, 0));
    }

    private static boolean isTroubleOfTheServer(HarvestFailure failure) {
        return failure instanceof HarvestFailure.Refused refused && refused.status() == 500;
    }
}
