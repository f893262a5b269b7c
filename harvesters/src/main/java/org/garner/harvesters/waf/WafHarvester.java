package org.garner.harvesters.waf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.garner.harvest.Fetched;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Harvester;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.ListingPage;
import org.garner.harvest.ListingRequest;
import org.garner.harvest.Presence;
import org.garner.harvest.RecordKey;
import org.garner.harvest.RecordRef;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceReply;
import org.garner.harvest.http.SourceRequest;
import org.garner.harvesters.Glance;
import org.springframework.stereotype.Component;

/**
 * Web accessible folders: index pages of any server that link to XML files, in folders below folders. A date beside a link is trusted once it is old
 * enough to be past in every time zone; a file without one is asked for by the validator of the copy we hold.
 */
@Component
class WafHarvester implements Harvester {
    private static final HarvesterType TYPE = new HarvesterType("waf");
    private static final int FILES_IN_ONE_ORDER = 20;

    @Override
    public HarvesterType type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "Web accessible folder";
    }

    @Override
    public String description() {
        return "A web server's folder of XML records and the folders below it";
    }

    /** Folders need no settings of their own. */
    @Override
    public void check(SourceConfig config) {}

    @Override
    public boolean recognises(SourceReply reply) {
        if (Glance.at(reply).form() != Glance.Form.HTML) {
            return false;
        }
        var page = IndexPage.parse(reply);
        var folder = Links.folder(reply.uri());
        var index = IndexPage.links(page, folder, folder);
        boolean saysSo = page.title().startsWith("Index of") || page.title().endsWith("/");
        return !index.records().isEmpty() || (saysSo && !index.folders().isEmpty());
    }

    @Override
    public ListingPage list(ListingRequest request, SourceClient client) throws SourceException, InterruptedException {
        var at = request.from().atStart() ? WafCursor.at(request.source().url()) : WafCursor.of(request.from());
        return new WafListing(at, client).page();
    }

    @Override
    public int fetchBatch() {
        return FILES_IN_ONE_ORDER;
    }

    @Override
    public List<Fetched> fetch(HarvestSource source, List<RecordRef> records, SourceClient client)
            throws SourceException, InterruptedException {
        var fetched = atOnce(records, record -> fetch(record, client));
        if (!fetched.isEmpty() && fetched.stream().allMatch(WafHarvester::isUnreached)) {
            throw new SourceException(((Fetched.Failed) fetched.getFirst()).failure());
        }
        return fetched;
    }

    private static boolean isUnreached(Fetched fetched) {
        return fetched instanceof Fetched.Failed failed && failed.failure() instanceof HarvestFailure.Unreachable;
    }

    private static Fetched fetch(RecordRef record, SourceClient client) throws InterruptedException {
        var request = SourceRequest.get(record.url(), SourceRequest.RECORD)
                .accepting("application/xml, text/xml;q=0.9, */*;q=0.5")
                .ifChangedSince(record.heldValidator());
        try (var reply = client.send(request)) {
            if (reply.notModified()) {
                return new Fetched.NotModified(record.key());
            }
            var glance = Glance.at(reply);
            return glance.form() == Glance.Form.XML
                    ? new Fetched.Document(record.key(), reply.body().bytes(), reply.validator())
                    : new Fetched.Failed(
                            record.key(),
                            new HarvestFailure.Unexpected(record.url(), "an XML metadata record", glance.words()));
        } catch (SourceException e) {
            return new Fetched.Failed(record.key(), e.failure());
        } catch (IOException e) {
            return new Fetched.Failed(
                    record.key(),
                    new HarvestFailure.Unreachable(record.url(), "its body was lost after it had arrived: " + e));
        }
    }

    @Override
    public Map<RecordKey, Presence> confirm(HarvestSource source, List<RecordRef> missing, SourceClient client)
            throws SourceException, InterruptedException {
        var presences = new LinkedHashMap<RecordKey, Presence>();
        var answers = atOnce(missing, record -> presence(record, client));
        for (int i = 0; i < missing.size(); i++) {
            presences.put(missing.get(i).key(), answers.get(i));
        }
        return presences;
    }

    /** Gone is what the server calls so; a page in place of the file may be its way of saying that, or a login. */
    private static Presence presence(RecordRef record, SourceClient client) throws InterruptedException {
        try (var reply = client.send(SourceRequest.get(record.url(), SourceRequest.RECORD))) {
            return Glance.at(reply).form() == Glance.Form.XML ? Presence.PRESENT : Presence.UNKNOWN;
        } catch (SourceException e) {
            return e.failure() instanceof HarvestFailure.Refused refused
                            && (refused.status() == 404 || refused.status() == 410)
                    ? Presence.GONE
                    : Presence.UNKNOWN;
        }
    }

    private interface Question<T> {
        T ask(RecordRef record) throws InterruptedException;
    }

    /** Asks for all at once; how many of them really run beside each other is for the client to say, host by host. */
    private static <T> List<T> atOnce(List<RecordRef> records, Question<T> question) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = records.stream()
                    .map(record -> (Callable<T>) () -> question.ask(record))
                    .toList();
            var answers = new ArrayList<T>();
            for (var future : threads.invokeAll(tasks)) {
                answers.add(future.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A request ended in a way that is no answer", e.getCause());
        }
    }
}
