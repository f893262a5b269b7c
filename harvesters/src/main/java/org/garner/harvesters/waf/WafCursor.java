package org.garner.harvesters.waf;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.garner.harvest.Cursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the walk through a tree of folders stands: the folders from the root down to here, each with those below it that are still to be visited. A
 * folder is reached only from the one above it, so none is visited twice.
 *
 * @param root the folder that the source names
 * @param open from the root down; none of them is without something left to do
 * @param visited how many folders have been read
 * @param found how many records they linked to
 * @param failures how many folders in a row could not be reached
 */
record WafCursor(URI root, List<Folder> open, int visited, long found, int failures) {
    static final int MOST_FOLDERS = 10_000;
    static final int DEEPEST = 11;
    private static final JsonMapper JSON = JsonMapper.shared();

    WafCursor {
        open = List.copyOf(open);
    }

    /**
     * A folder that has been read.
     *
     * @param path its path from the root, empty for the root itself
     * @param signature what it looked like: the same further down is a link that leads back
     * @param left the folders below that are still to be visited, by their path from here
     */
    record Folder(String path, String signature, List<String> left) {
        Folder {
            left = List.copyOf(left);
        }
    }

    static WafCursor at(URI root) {
        return new WafCursor(root, List.of(new Folder("", "", List.of(""))), 0, 0, 0);
    }

    static WafCursor of(Cursor cursor) {
        try {
            return JSON.readValue(cursor.value(), WafCursor.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not a cursor of a WAF listing: %.200s".formatted(cursor.value()), e);
        }
    }

    /** Null when no folder is left. */
    @Nullable
    Cursor text() {
        return open.isEmpty() ? null : new Cursor(JSON.writeValueAsString(this));
    }

    boolean isAtRoot() {
        return visited == 0;
    }

    /** The path of the folder to visit now. */
    String path() {
        return open.getLast().path() + open.getLast().left().getFirst();
    }

    /** How many folders lie between the root and the one to visit now, with that one. */
    int depth() {
        return (int) path().chars().filter(c -> c == '/').count();
    }

    /** True when one of the folders above looked like this. */
    boolean leadsBack(String signature) {
        return open.stream().anyMatch(folder -> folder.signature().equals(signature));
    }

    /** The walk after the folder to visit now: down into what it holds, else on to the next. */
    WafCursor after(String signature, List<String> below, int records) {
        var now = new ArrayList<>(open);
        var path = path();
        var above = now.removeLast();
        var left = above.left().subList(1, above.left().size());
        // A folder stays open for its signature as long as anything below it is open.
        now.add(new Folder(above.path(), above.signature(), left));
        if (!below.isEmpty()) {
            now.add(new Folder(path, signature, below));
        }
        while (!now.isEmpty() && now.getLast().left().isEmpty()) {
            now.removeLast();
        }
        return new WafCursor(root, now, visited + 1, found + records, 0);
    }

    WafCursor afterFailure(boolean unreachable) {
        var next = after("", List.of(), 0);
        return new WafCursor(root, next.open(), next.visited(), next.found(), unreachable ? failures + 1 : 0);
    }

    /** The walk at the place that a redirect led to. */
    WafCursor movedTo(URI place) {
        return new WafCursor(place, open, visited, found, failures);
    }

    WafCursor ended() {
        return new WafCursor(root, List.of(), visited, found, failures);
    }
}
