package org.garner.harvesters;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.garner.harvest.Cursor;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Harvester;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.ListingPage;
import org.garner.harvest.ListingRequest;
import org.garner.harvest.RecordRef;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.AddressRules;
import org.garner.harvest.http.HttpSettings;
import org.garner.harvest.http.KeptReplies;
import org.garner.harvest.http.LocalPermits;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;

/**
 * A listing from its first to its last page, as the gather worker walks it: each page begins at the text of the cursor before.
 *
 * @param pages all pages in order
 */
public record Walk(List<ListingPage> pages) {
    private static final int ENDLESS = 3000;

    public static Walk through(Harvester harvester, HarvestSource source, SourceClient client)
            throws SourceException, InterruptedException {
        try (var kept = new KeptReplies(client)) {
            return walk(harvester, source, kept);
        }
    }

    private static Walk walk(Harvester harvester, HarvestSource source, SourceClient client)
            throws SourceException, InterruptedException {
        var pages = new ArrayList<ListingPage>();
        Cursor next = Cursor.START;
        while (next != null) {
            var page = harvester.list(new ListingRequest(source, new Cursor(next.value()), false), client);
            pages.add(page);
            next = page.next();
            if (pages.size() > ENDLESS) {
                throw new AssertionError("The listing does not end; the last cursor is " + next);
            }
        }
        return new Walk(pages);
    }

    public List<ListedRecord> records() {
        return pages.stream().flatMap(page -> page.records().stream()).toList();
    }

    public List<String> keys() {
        return records().stream().map(listed -> listed.key().value()).toList();
    }

    public List<String> problems() {
        return pages.stream()
                .flatMap(page -> page.problems().stream())
                .map(HarvestFailure::describe)
                .toList();
    }

    public boolean partial() {
        return pages.stream().anyMatch(ListingPage::partial);
    }

    public String mode() {
        return pages.getFirst().mode();
    }

    public static HarvestSource source(Harvester harvester, URI url, String config) {
        try {
            return new HarvestSource(
                    new UUID(0, 1), "test", url, "Test", harvester.type(), SourceConfig.parse(config), null);
        } catch (InvalidConfigException e) {
            throw new AssertionError("The test's configuration is one", e);
        }
    }

    public static RecordRef ref(HarvestSource source, ListedRecord listed) {
        return new RecordRef(
                listed.key(), listed.fetchUrl() == null ? source.url() : URI.create(listed.fetchUrl()), null);
    }

    /** The real client, allowed to ask this machine and quick to try again. */
    public static PoliteClient client() {
        var settings = HttpSettings.defaults("0.1", URI.create("https://example.org/garner"))
                .with(new HttpSettings.Retries(
                        2, Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofSeconds(2)))
                .with(new HttpSettings.Hosts(8, 0, 8, 1000, Duration.ofSeconds(1)));
        return new PoliteClient(
                settings, AddressRules.allowing(Set.of("localhost")), new LocalPermits(), new SimpleMeterRegistry());
    }
}
