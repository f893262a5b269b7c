package org.garner.harvesters.csw;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.garner.harvest.Fetched;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.RecordKey;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;

/**
 * Asks for records by lists of ids. A list that fails is halved until the culprit stands alone; a server that answers with a part of a list is asked
 * again for the rest, so one that knows no lists still gives every record.
 */
final class RecordsById {
    private final GetRecordById ask;
    private final CswSettings settings;
    private final SourceClient client;
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    RecordsById(GetRecordById ask, CswSettings settings, SourceClient client) {
        this.ask = ask;
        this.settings = settings;
        this.client = client;
    }

    /** What the server said about one id. */
    sealed interface Answer {
        record Here(FoundRecord found) implements Answer {}

        /** A sound answer without the record, or one that denies the id by name. */
        record Absent(URI asked) implements Answer {}

        record Unclear(HarvestFailure failure) implements Answer {}
    }

    /**
     * Asks for all of them.
     *
     * @return an answer for each id
     * @throws SourceException when the first answers show that the server cannot be asked at all
     */
    Map<String, Answer> of(List<String> ids) throws SourceException, InterruptedException {
        var lists = new ArrayDeque<List<String>>();
        lists.add(List.copyOf(ids));
        while (!lists.isEmpty()) {
            var list = lists.poll();
            if (list.size() > 1 && list.stream().noneMatch(id -> id.contains(",")) && !ask.fitsGet(list)) {
                halve(list, lists);
                continue;
            }
            try {
                answered(list, list(list), lists);
            } catch (SourceException e) {
                failed(list, e, lists);
            }
        }
        return answers;
    }

    /** Asks for one record. */
    Answer one(String id) throws SourceException, InterruptedException {
        answers.remove(id);
        return Objects.requireNonNull(of(List.of(id)).get(id), "Every id has an answer");
    }

    private void answered(List<String> list, RecordsPage page, ArrayDeque<List<String>> lists) {
        var missing = new ArrayList<>(list);
        for (var found : page.records()) {
            var id = found.id();
            if (id != null && missing.remove(id)) {
                answers.put(id, new Answer.Here(found));
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        if (list.size() == 1) {
            answers.put(list.getFirst(), alone(page));
        } else if (missing.size() == list.size()) {
            halve(list, lists);
        } else {
            lists.push(missing);
        }
    }

    /** Asked for alone, a record is the answer even when it calls itself otherwise: the server's id need not be the record's own. */
    private static Answer alone(RecordsPage page) {
        if (page.records().size() == 1) {
            return new Answer.Here(page.records().getFirst());
        }
        if (page.broken() != null) {
            return new Answer.Unclear(page.broken());
        }
        return page.records().isEmpty()
                ? new Answer.Absent(page.from())
                : new Answer.Unclear(new HarvestFailure.Unexpected(
                        page.from(),
                        "one record",
                        "%d others".formatted(page.records().size())));
    }

    private void failed(List<String> list, SourceException e, ArrayDeque<List<String>> lists) throws SourceException {
        boolean theirs = CswReplies.mayBeOneRecord(e.failure())
                || (e.failure() instanceof HarvestFailure.Refused refused && isAboutTheId(refused));
        if (!theirs) {
            if (answers.isEmpty()) {
                throw e;
            }
            // The server went away in the middle: what has come is kept, the rest is tried again by the next order.
            list.forEach(id -> answers.put(id, new Answer.Unclear(e.failure())));
            lists.forEach(more -> more.forEach(id -> answers.put(id, new Answer.Unclear(e.failure()))));
            lists.clear();
        } else if (list.size() > 1) {
            halve(list, lists);
        } else {
            answers.put(
                    list.getFirst(),
                    denies(e.failure()) ? new Answer.Absent(ask.endpoint()) : new Answer.Unclear(e.failure()));
        }
    }

    private static void halve(List<String> list, ArrayDeque<List<String>> lists) {
        lists.push(list.subList(list.size() / 2, list.size()));
        lists.push(list.subList(0, list.size() / 2));
    }

    /** Refusals that may go with one id or a long list. */
    private static boolean isAboutTheId(HarvestFailure.Refused refused) {
        return refused.status() == 404 || refused.status() == 413 || refused.status() == 414;
    }

    /** An exception report that denies the id: CSW 3 (12-176r7, 7.4.4.2) demands one, and some servers of 2.0.2 send it as well. */
    private static boolean denies(HarvestFailure failure) {
        return switch (failure) {
            case HarvestFailure.Unexpected unexpected ->
                unexpected.found().contains(": NotFound")
                        || unexpected.found().contains(": InvalidParameterValue at 'id'");
            case HarvestFailure.Refused refused ->
                refused.status() == 404 && refused.excerpt().contains("ExceptionReport");
            default -> false;
        };
    }

    /** One request in the way that the settings allow; the other way when the first is not understood. */
    RecordsPage list(List<String> ids) throws SourceException, InterruptedException {
        SourceException failure = null;
        for (var method : methods(ids)) {
            try (var reply = CswReplies.ask(client, ask.records(ids, method), RecordsPage.GET_RECORD_BY_ID)) {
                return RecordsPage.read(reply);
            } catch (SourceException e) {
                if (denies(e.failure()) || !CswReplies.isAboutTheRequest(e.failure())) {
                    throw e;
                }
                failure = failure == null ? e : failure;
            }
        }
        throw Objects.requireNonNull(failure, "At least one method was tried");
    }

    private List<CswMethod> methods(List<String> ids) {
        if (!settings.allows(CswMethod.POST)) {
            return List.of(CswMethod.GET);
        }
        if (!settings.allows(CswMethod.GET)) {
            return List.of(CswMethod.POST);
        }
        return ask.fitsGet(ids) ? List.of(CswMethod.GET, CswMethod.POST) : List.of(CswMethod.POST, CswMethod.GET);
    }

    /** What an answer means for the record that was asked for. */
    static Fetched fetched(String id, Answer answer) {
        var key = new RecordKey(id);
        return switch (answer) {
            case Answer.Here here -> new Fetched.Document(key, here.found().xml(), null);
            case Answer.Absent absent ->
                new Fetched.Failed(
                        key,
                        new HarvestFailure.Unexpected(
                                absent.asked(),
                                "the record '%s' that its listing names".formatted(id),
                                "an answer without it"));
            case Answer.Unclear unclear -> new Fetched.Failed(key, unclear.failure());
        };
    }
}
