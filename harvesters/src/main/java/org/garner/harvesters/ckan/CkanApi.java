package org.garner.harvesters.ckan;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceRequest;

/** Asks a site's actions, with the key and the name that the source's settings give. */
final class CkanApi {
    /** A page of a thousand packages is some 10 MB; larger ones are asked for again in parts. */
    private static final long PAGE = 64L << 20;

    /** Statuses by which CKAN and what stands before it speak about the request: another form of it may succeed. */
    private static final Set<Integer> ABOUT_THE_REQUEST = Set.of(400, 403, 404, 405, 409, 413, 414, 422, 500, 501);

    private static final int SHORTEST_PART_OF_A_KEY = 6;

    private final Site site;
    private final CkanSettings settings;
    private final SourceClient client;

    CkanApi(Site site, CkanSettings settings, SourceClient client) {
        this.site = site;
        this.settings = settings;
        this.client = client;
    }

    Site site() {
        return site;
    }

    CkanApi at(Site other) {
        return new CkanApi(other, settings, client);
    }

    /** What came of asking for one package. */
    sealed interface Shown {
        record Here(FoundPackage found) implements Shown {}

        /** The site says that there is none, or none that it shows. */
        record Denied(HarvestFailure failure) implements Shown {}

        record Unclear(HarvestFailure failure) implements Shown {}
    }

    /** @throws SourceException also when CKAN answers with an error */
    CkanReply search(Query query) throws SourceException, InterruptedException {
        var address = site.search(query);
        var reply = ask(address, "package_search");
        var error = reply.error();
        if (error != null) {
            throw new SourceException(new HarvestFailure.Unexpected(address, "packages", error.words()));
        }
        return reply;
    }

    Shown show(String id) throws InterruptedException {
        var address = site.show(id);
        try {
            var reply = ask(address, "package_show");
            var error = reply.error();
            if (error != null) {
                var failure = new HarvestFailure.Unexpected(address, "the package", error.words());
                return error.denies() ? new Shown.Denied(failure) : new Shown.Unclear(failure);
            }
            return reply.packages().isEmpty()
                    ? new Shown.Unclear(new HarvestFailure.Unexpected(address, "the package", "none"))
                    : new Shown.Here(reply.packages().getFirst());
        } catch (SourceException e) {
            return isDenial(e.failure()) ? new Shown.Denied(e.failure()) : new Shown.Unclear(e.failure());
        }
    }

    /** True when another form of the request may succeed where this one failed. */
    static boolean isAboutTheRequest(HarvestFailure failure) {
        return switch (failure) {
            case HarvestFailure.Unexpected unexpected -> true;
            case HarvestFailure.Malformed malformed -> true;
            case HarvestFailure.Refused refused -> ABOUT_THE_REQUEST.contains(refused.status());
            default -> false;
        };
    }

    /** True when less in one answer may succeed where this failed. */
    static boolean isAboutTheAmount(HarvestFailure failure) {
        return failure instanceof HarvestFailure.TooLarge
                || failure instanceof HarvestFailure.TooSlow
                || failure instanceof HarvestFailure.Truncated;
    }

    /** Only CKAN's own refusal counts: a page of a proxy that says "not found" says nothing about the package. */
    private static boolean isDenial(HarvestFailure failure) {
        if (!(failure instanceof HarvestFailure.Refused refused)
                || !Set.of(403, 404, 410).contains(refused.status())) {
            return false;
        }
        var said = refused.excerpt();
        return said.startsWith("{")
                && List.of("\"success\"", "\"help\"", "\"__type\"").stream().anyMatch(said::contains);
    }

    private CkanReply ask(URI address, String action) throws SourceException, InterruptedException {
        var headers = new HashMap<String, String>();
        headers.put("Accept", "application/json");
        if (settings.apiKey() != null) {
            headers.put("Authorization", settings.apiKey());
        }
        if (settings.userAgent() != null) {
            headers.put("User-Agent", settings.userAgent());
        }
        try (var reply = client.send(new SourceRequest("GET", address, null, headers, null, PAGE))) {
            return CkanReply.read(reply, action);
        } catch (SourceException e) {
            throw new SourceException(withoutKey(e.failure()));
        }
    }

    /** Servers repeat what they were sent. */
    private HarvestFailure withoutKey(HarvestFailure failure) {
        return switch (failure) {
            case HarvestFailure.Refused(URI address, int status, String excerpt) ->
                new HarvestFailure.Refused(address, status, withoutKey(excerpt));
            case HarvestFailure.Unexpected(URI address, String expected, String found) ->
                new HarvestFailure.Unexpected(address, expected, withoutKey(found));
            case HarvestFailure.Malformed(URI address, String what, Integer line, Integer column) ->
                new HarvestFailure.Malformed(address, withoutKey(what), line, column);
            default -> failure;
        };
    }

    /** Without the key, and without the beginning of it where what was said is cut off. */
    private String withoutKey(String said) {
        var key = settings.apiKey();
        if (key == null) {
            return said;
        }
        var clean = said.replace(key, "***");
        for (int length = key.length() - 1; length >= SHORTEST_PART_OF_A_KEY; length--) {
            clean = clean.replace(key.substring(0, length) + "…", "***…");
        }
        return clean;
    }
}
