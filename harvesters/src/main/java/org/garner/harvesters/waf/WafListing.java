package org.garner.harvesters.waf;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.ListingPage;
import org.garner.harvest.RecordKey;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceReply;
import org.garner.harvest.http.SourceRequest;
import org.garner.harvesters.Glance;

/** Reads one folder of a tree and says where to go on. */
final class WafListing {
    /** An index page beyond this is refused: it is parsed as a whole. 300,000 links have room. */
    private static final long LARGEST_PAGE = 32L << 20;
    /** A host that cannot be reached so often in a row is down. */
    private static final int MOST_FAILURES_IN_A_ROW = 5;

    private static final int MOST_PROBLEMS = 100;

    private final WafCursor at;
    private final SourceClient client;
    private final List<HarvestFailure> problems = new ArrayList<>();
    private boolean partial;

    WafListing(WafCursor at, SourceClient client) {
        this.at = at;
        this.client = client;
    }

    ListingPage page() throws SourceException, InterruptedException {
        var folder = at.isAtRoot() ? at.root() : at.root().resolve(at.path());
        try (var reply = client.send(SourceRequest.get(folder, LARGEST_PAGE).accepting("text/html, */*;q=0.5"))) {
            var glance = Glance.at(reply);
            if (glance.form() != Glance.Form.HTML) {
                throw new SourceException(new HarvestFailure.Unexpected(
                        folder, "an HTML page that links to the records of a folder", glance.words()));
            }
            var found = Links.folder(reply.uri());
            if (at.isAtRoot()) {
                return read(reply, at.movedTo(found));
            }
            if (!found.equals(folder)) {
                throw new SourceException(new HarvestFailure.Unexpected(
                        folder, "the index page of this folder", "a redirect to " + reply.uri()));
            }
            return read(reply, at);
        } catch (SourceException e) {
            boolean unreachable = e.failure() instanceof HarvestFailure.Unreachable;
            if (at.isAtRoot() || (unreachable && at.failures() >= MOST_FAILURES_IN_A_ROW)) {
                throw e;
            }
            problems.add(e.failure());
            return page(List.of(), at.afterFailure(unreachable), true, "");
        }
    }

    private ListingPage read(SourceReply reply, WafCursor here) {
        var folder = here.root().resolve(here.path());
        var index = IndexPage.read(reply, folder, here.root());
        if (!index.folders().isEmpty() && here.leadsBack(index.signature())) {
            // A symbolic link to a folder above: all of it has been listed there.
            return page(List.of(), here.after(index.signature(), List.of(), 0), false, "");
        }
        index.problems().stream().limit(MOST_PROBLEMS).forEach(problems::add);
        var listed = records(index);
        var next = here.after(index.signature(), below(index, here), listed.size());
        if (next.visited() >= WafCursor.MOST_FOLDERS && next.text() != null) {
            problems.add(new HarvestFailure.Unexpected(
                    here.root(), "at most %,d folders".formatted(WafCursor.MOST_FOLDERS), "more, which were not read"));
            partial = true;
            next = next.ended();
        }
        if (next.text() == null && next.found() == 0) {
            problems.add(new HarvestFailure.Unexpected(
                    here.root(), "links to .xml files", "none: Couldn't find any links to metadata files"));
        }
        boolean dated = index.records().values().stream().anyMatch(revision -> revision != null);
        return page(listed, next, partial, mode(reply, dated));
    }

    private List<ListedRecord> records(IndexPage index) {
        var listed = new ArrayList<ListedRecord>();
        index.records().forEach((target, revision) -> {
            var address = target.toString();
            if (address.length() > RecordKey.LONGEST) {
                problems.add(new HarvestFailure.Unexpected(
                        URI.create(address.substring(0, 200)),
                        "an address of at most %d characters".formatted(RecordKey.LONGEST),
                        "one of %d, so the record was left out".formatted(address.length())));
            } else {
                listed.add(new ListedRecord(new RecordKey(address), address, revision, null));
            }
        });
        return listed;
    }

    private List<String> below(IndexPage index, WafCursor here) {
        var below = new ArrayList<String>();
        for (var name : index.folders()) {
            int depth = here.depth() + (int) name.chars().filter(c -> c == '/').count();
            if (depth > WafCursor.DEEPEST) {
                problems.add(new HarvestFailure.Unexpected(
                        here.root().resolve(here.path() + name),
                        "folders in at most %d levels".formatted(WafCursor.DEEPEST),
                        "one more level, which was not read"));
                partial = true;
            } else {
                below.add(name);
            }
        }
        return below.subList(0, Math.min(below.size(), WafCursor.MOST_FOLDERS));
    }

    private ListingPage page(List<ListedRecord> listed, WafCursor next, boolean incomplete, String mode) {
        return new ListingPage(listed, next.text(), incomplete, problems, null, mode.isEmpty() ? "index pages" : mode);
    }

    private static String mode(SourceReply reply, boolean dated) {
        var server = reply.header("server").orElse("").toLowerCase(Locale.ROOT);
        var kind = server.contains("apache")
                ? " of Apache"
                : server.contains("nginx") ? " of nginx" : server.contains("iis") ? " of IIS" : "";
        return "index pages%s, %s"
                .formatted(kind, dated ? "with dates" : "without dates: each file is asked for by its ETag");
    }
}
