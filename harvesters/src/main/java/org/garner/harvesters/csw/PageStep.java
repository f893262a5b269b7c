package org.garner.harvesters.csw;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.ListingPage;
import org.garner.harvest.RecordKey;
import org.jspecify.annotations.Nullable;

/**
 * What follows from one page: which records it lists and where the listing goes on.
 *
 * <p>Neither the count of matches nor the position of the next record is believed alone. A listing goes on from what was really delivered and ends at an
 * empty page, at a page that came before, or when both claims agree that nothing is left.
 */
final class PageStep {
    /** Empty pages in a row, before the promised end, that are passed over. */
    private static final int MOST_HOLES = 3;

    private final CswCursor at;
    private final RecordsPage page;
    private final PageIds ids;
    private final List<HarvestFailure> problems = new ArrayList<>();

    PageStep(CswCursor at, RecordsPage page) {
        this.at = at;
        this.page = page;
        this.ids = PageIds.of(page.records());
    }

    ListingPage toListing() {
        if (page.records().isEmpty()) {
            return afterEmpty();
        }
        var before = at.seen().last().distinct();
        // Two records of one name in one page are two records to the server that counts them.
        int fresh = (int)
                ids.hashes().stream().filter(hash -> !before.contains(hash)).count();
        if (fresh == 0 || ids.whole().equals(at.seen().first())) {
            return afterRepetition();
        }
        var listed = new ArrayList<ListedRecord>();
        for (int i = 0; i < page.records().size(); i++) {
            if (!before.contains(ids.hashes().get(i))) {
                list(page.records().get(i), i, listed);
            }
        }
        if (page.broken() != null) {
            problems.add(page.broken());
        }
        var seen = seen(fresh);
        return isOver(seen) ? end(listed, seen) : page(listed, onwards(seen), false, seen);
    }

    private void list(FoundRecord found, int index, List<ListedRecord> listed) {
        var id = found.id();
        if (id == null || id.length() > RecordKey.LONGEST) {
            problems.add(new HarvestFailure.Malformed(
                    page.from(),
                    "%s: the record at position %d of the listing (%s) was left out: expected an identifier of 1 to %d characters, found %s"
                            .formatted(
                                    page.from(),
                                    at.place().position() + index,
                                    found.root(),
                                    RecordKey.LONGEST,
                                    id == null ? "none" : id.length() + " characters"),
                    found.line(),
                    null));
            return;
        }
        listed.add(new ListedRecord(
                new RecordKey(id),
                at.byId().link(id).toString(),
                at.documents() ? null : found.revision(),
                at.documents() ? found.xml() : null));
    }

    private CswCursor.Seen seen(int fresh) {
        var seen = at.seen();
        var matched =
                page.claims().matched() == null ? seen.matched() : page.claims().matched();
        return new CswCursor.Seen(
                seen.distinct() + fresh,
                matched,
                seen.matchedAtFirst() == null ? matched : seen.matchedAtFirst(),
                seen.first().isEmpty() ? ids.whole() : seen.first(),
                ids);
    }

    /** Over when the count says so and the server does not point beyond; a page too many shows which of them was right. */
    private boolean isOver(CswCursor.Seen seen) {
        long reached = at.place().position() + page.records().size() - 1;
        var matched = seen.matched();
        var next = page.claims().next();
        return !page.isCut()
                && matched != null
                && matched > 0
                && seen.isEnough()
                && reached >= matched
                && (next == null || next <= reached);
    }

    /** The next page begins after what was delivered, whatever had been asked for. */
    private CswCursor onwards(CswCursor.Seen seen) {
        var place = at.place();
        // The record at which a page broke off is asked for alone; sound pages grow back.
        int most = page.isCut() ? Math.max(1, place.most() / 2) : place.most();
        int size = page.isCut() ? 1 : Math.min(most, place.size() * 4);
        var next = new CswCursor.Place(place.position() + page.records().size(), size, most, 0, place.skipped());
        return at.having(seen).at(next);
    }

    private ListingPage afterEmpty() {
        var place = at.place();
        var claims = page.claims();
        var matched = claims.matched() == null ? at.seen().matched() : claims.matched();
        var seen = new CswCursor.Seen(
                at.seen().distinct(),
                matched,
                at.seen().matchedAtFirst() == null ? matched : at.seen().matchedAtFirst(),
                at.seen().first(),
                at.seen().last());
        boolean promised = matched != null && matched >= place.position() && !seen.isEnough();
        if (matched == null || !promised || place.failures() >= MOST_HOLES) {
            return end(List.of(), seen);
        }
        var next = claims.next();
        long target =
                next != null && next > place.position() && next <= matched ? next : place.position() + place.size();
        if (target > matched) {
            return end(List.of(), seen);
        }
        var beyond = new CswCursor.Place(target, place.most(), place.most(), place.failures() + 1, place.skipped());
        return page(List.of(), at.having(seen).at(beyond), true, seen);
    }

    private ListingPage afterRepetition() {
        if (!at.seen().isEnough()) {
            problems.add(new HarvestFailure.Unexpected(
                    page.from(),
                    "new records from position %d of the listing"
                            .formatted(at.place().position()),
                    "%d records that an earlier page had brought already, so the listing was ended there"
                            .formatted(page.records().size())));
        }
        return end(List.of(), at.seen());
    }

    private ListingPage end(List<ListedRecord> listed, CswCursor.Seen seen) {
        var matched = seen.matched();
        boolean fewer = matched != null && seen.distinct() < matched;
        if (seen.distinct() == 0 && !fewer) {
            problems.add(new HarvestFailure.Unexpected(
                    page.from(), "at least one record", "none: No records received from the CSW server"));
        } else if (fewer) {
            problems.add(new HarvestFailure.Unexpected(
                    page.from(),
                    "the %,d records that it says match".formatted(matched),
                    "%,d different ones in all its pages, so no record is taken as gone".formatted(seen.distinct())));
        }
        if (!Objects.equals(matched, seen.matchedAtFirst())) {
            problems.add(new HarvestFailure.Unexpected(
                    page.from(),
                    "the same number of matches on every page",
                    "%,d on the first and %,d on the last: it changed while it was listed"
                            .formatted(seen.matchedAtFirst(), matched)));
        }
        return page(listed, null, fewer, seen);
    }

    private ListingPage page(
            List<ListedRecord> listed, @Nullable CswCursor next, boolean partial, CswCursor.Seen seen) {
        int delivered = next == null || listed.isEmpty() || page.isCut()
                ? at.place().size()
                : page.records().size();
        return new ListingPage(
                listed, next == null ? null : next.text(), partial, problems, seen.matched(), mode(at, delivered));
    }

    /** How the source is listed, for the report. */
    static String mode(CswCursor at, int delivered) {
        var ask = at.ask();
        var asked = at.place().size();
        var full = ask.schema().equals(Csw.GMD) ? "full ISO records" : "full records in " + ask.schema();
        return "%s, pages of %d%s, %s%s"
                .formatted(
                        at.documents() ? full : "identifiers with dates",
                        delivered,
                        delivered == asked ? "" : " (%d asked for)".formatted(asked),
                        ask.method(),
                        at.documents() ? "" : "; records by GetRecordById");
    }
}
