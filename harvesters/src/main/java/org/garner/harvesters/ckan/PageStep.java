package org.garner.harvesters.ckan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.ListingPage;
import org.garner.harvest.RecordKey;
import org.garner.harvesters.ckan.CkanCursor.Place;
import org.garner.harvesters.ckan.CkanCursor.Seen;
import org.garner.harvesters.ckan.CkanCursor.Way;
import org.jspecify.annotations.Nullable;

/**
 * What follows from one page: which packages it lists and where the listing goes on. It ends at an empty page, or where the server's count shows that
 * nothing is left; a page that came before, or a count that was not kept, makes the listing partial.
 */
final class PageStep {
    /** By position, pages share this many rows. */
    private static final int OVERLAP = 5;

    /** What may vanish from a site while it is listed behind ids, without a doubt about the rest: one in a hundred, and these. */
    private static final int VANISHED = 5;

    private final CkanCursor at;
    private final Site site;
    private final CkanReply page;
    private final List<String> ids;
    private final List<HarvestFailure> problems = new ArrayList<>();

    PageStep(CkanCursor at, Site site, CkanReply page) {
        this.at = at;
        this.site = site;
        this.page = page;
        this.ids = page.packages().stream()
                .map(found -> found.id() == null ? "" : found.id())
                .toList();
    }

    ListingPage toListing() {
        boolean begins = at.place().delivered() == 0;
        if (ids.isEmpty()) {
            return end(List.of(), begins ? seen(0, 0, true) : at.seen());
        }
        if (at.way() == Way.BY_ID && !isBehind(at.place().after())) {
            // Not sorted, or the filter is not heeded: from here on by position, this page once more.
            var byStart = at.byStart();
            return begins ? new PageStep(byStart, site, page).toListing() : page(List.of(), byStart, false);
        }
        if (!begins
                && (ids.getFirst().equals(at.seen().last())
                        || ids.getFirst().equals(at.seen().first()))) {
            return afterRepetition();
        }
        var known = new HashSet<>(at.seen().tail());
        var fresh = page.packages().stream()
                .filter(found -> !known.contains(String.valueOf(found.id())))
                .toList();
        boolean slid =
                at.way() == Way.BY_START && !known.isEmpty() && ids.stream().noneMatch(known::contains);
        if (slid) {
            problems.add(new HarvestFailure.Unexpected(
                    page.from(),
                    "some of the packages that ended the page before",
                    "none of them: the list moved while it was read, and packages between the two pages may be"
                            + " missing"));
        }
        var listed = new ArrayList<ListedRecord>();
        long leftOut = 0;
        for (var found : fresh) {
            leftOut += found.hidden() ? 1 : 0;
            list(found, listed);
        }
        // A package that is twice in one page is one.
        long distinct = fresh.stream()
                .map(found -> String.valueOf(found.id()))
                .distinct()
                .count();
        var seen = seen(distinct, leftOut, begins);
        if (fresh.isEmpty() || isOver(seen)) {
            return slid ? page(listed, at.having(seen), null, true) : end(listed, seen);
        }
        return page(listed, at.having(seen), onwards(seen), slid);
    }

    private void list(FoundPackage found, List<ListedRecord> listed) {
        var id = found.id();
        if (found.hidden()) {
            return;
        }
        if (id == null || id.length() > RecordKey.LONGEST) {
            problems.add(new HarvestFailure.Malformed(
                    page.from(),
                    "%s: a package was left out: expected an id of 1 to %d characters, found %s"
                            .formatted(
                                    page.from(), RecordKey.LONGEST, id == null ? "none" : id.length() + " characters"),
                    null,
                    null));
            return;
        }
        listed.add(new ListedRecord(
                new RecordKey(id), site.show(id).toString(), found.revision(), found.whole() ? found.json() : null));
    }

    /** True when the ids rise, and all come after this one. */
    private boolean isBehind(String after) {
        var before = after;
        for (var id : ids) {
            if (id.compareTo(before) <= 0) {
                return false;
            }
            before = id;
        }
        return true;
    }

    private Seen seen(long fresh, long leftOut, boolean begins) {
        var seen = at.seen();
        var count = page.count();
        var expected = seen.expected();
        if (begins || (at.way() == Way.BY_START && count != null)) {
            expected = count;
        } else if (expected == null && count != null) {
            // Behind an id the count is of what is left.
            expected = seen.distinct() + count;
        }
        var head = ids.isEmpty() ? "" : ids.getFirst();
        int overlap = Math.min(OVERLAP, ids.size() / 2);
        return new Seen(
                seen.distinct() + fresh,
                expected,
                seen.leftOut() + leftOut,
                begins ? head : seen.first(),
                head,
                ids.subList(ids.size() - overlap, ids.size()));
    }

    private long delivered() {
        return (at.way() == Way.BY_ID ? at.place().delivered() : at.start()) + ids.size();
    }

    private boolean isOver(Seen seen) {
        var count = page.count();
        if (count == null) {
            return false;
        }
        return at.way() == Way.BY_ID ? count <= ids.size() : delivered() >= count && seen.distinct() >= count;
    }

    private CkanCursor onwards(Seen seen) {
        var place = at.place();
        int size = Math.min(place.most(), place.size() * 4);
        boolean proven = place.proven() || (at.way() == Way.BY_ID && place.delivered() > 0);
        return at.having(seen).at(new Place(ids.getLast(), delivered(), size, place.most(), 0, proven));
    }

    private ListingPage afterRepetition() {
        var expected = at.seen().expected();
        if (expected == null || at.seen().distinct() < expected) {
            problems.add(new HarvestFailure.Unexpected(
                    page.from(),
                    "further packages",
                    "a page that begins as an earlier one did, so the listing was ended there"));
            return page(List.of(), at, null, true);
        }
        return end(List.of(), at.seen());
    }

    private ListingPage end(List<ListedRecord> listed, Seen seen) {
        var expected = seen.expected();
        if (seen.distinct() == 0) {
            problems.add(new HarvestFailure.Unexpected(
                    page.from(), "at least one package", "none: No datasets found at CKAN: " + site.actions()));
        }
        long missing = expected == null ? 0 : expected - seen.distinct();
        long allowed = at.way() == Way.BY_ID && expected != null && seen.distinct() > 0 ? VANISHED + expected / 100 : 0;
        boolean fewer = missing > allowed;
        if (fewer) {
            problems.add(new HarvestFailure.Unexpected(
                    page.from(),
                    "the %,d packages that it counted".formatted(expected),
                    "%,d different ones in all its pages, so no dataset is taken as gone".formatted(seen.distinct())));
        }
        return page(listed, at.having(seen), null, fewer);
    }

    private ListingPage page(List<ListedRecord> listed, CkanCursor next, boolean partial) {
        return page(listed, next, next, partial);
    }

    private ListingPage page(
            List<ListedRecord> listed, CkanCursor reached, @Nullable CkanCursor next, boolean partial) {
        return new ListingPage(
                listed,
                next == null ? null : next.text(),
                partial,
                problems,
                reached.seen().expected(),
                mode(reached, next == null ? 0 : ids.size()));
    }

    /** How the source is listed, for the report. */
    static String mode(CkanCursor at, int delivered) {
        long leftOut = at.seen().leftOut();
        int asked = at.place().size();
        var fewer = delivered > 0 && delivered < asked
                ? "%,d (%,d asked for)".formatted(delivered, asked)
                : "%,d".formatted(asked);
        return "%s, pages of %s, by %s%s"
                .formatted(
                        at.summaries() ? "ids and dates, changed packages 50 at once" : "whole packages",
                        fewer,
                        at.way() == Way.BY_ID ? "id" : "position",
                        leftOut == 0 ? "" : "; %,d left out that are no public datasets".formatted(leftOut));
    }
}
