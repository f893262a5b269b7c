package org.garner.catalog.format.iso;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.garner.catalog.Distribution;
import org.garner.catalog.format.FileFormat;
import org.garner.catalog.format.FormatGuess;

/**
 * The links of a record as distributions: those of its transfer options, or where it has none, those of its distributors; and the connect points of a
 * service. Web pages of contacts are about people, not data, and are left out.
 */
final class IsoDistributions {
    private static final String UNNAMED = "Unnamed resource";

    private final IsoRecord record;

    IsoDistributions(IsoRecord record) {
        this.record = record;
    }

    List<Distribution> all() {
        var distributions = new ArrayList<Distribution>();
        var addresses = new HashSet<String>();
        for (var link : record.locators.isEmpty() ? record.distributorLocators : record.locators) {
            // A record may offer one address several times, for several layers.
            add(link, distributions);
            addresses.add(link.url());
        }
        record.service.connectPoints.stream()
                .filter(link -> addresses.add(link.url()))
                .forEach(link -> add(link, distributions));
        return distributions;
    }

    private void add(IsoLink link, List<Distribution> distributions) {
        if (link.url().isEmpty()) {
            return;
        }
        var format = format(link);
        distributions.add(Distribution.at(link.url())
                .named(link.name().isEmpty() ? UNNAMED : link.name())
                .described(link.description())
                .inFormat(format.map(FileFormat::name).orElse(null))
                .ofMediaType(format.map(FileFormat::mediaType).orElse(null))
                .with(Map.of(
                        "resource_locator_protocol", link.protocol().value(),
                        "resource_locator_function", link.function())));
    }

    private Optional<FileFormat> format(IsoLink link) {
        return FormatGuess.of(link.protocol().value(), link.url(), link.mediaType())
                .or(() -> FormatGuess.of(link.protocol().href(), "", ""))
                .or(() -> onlyFormat(link));
    }

    /** A download of data that exist in one format is in that format. */
    private Optional<FileFormat> onlyFormat(IsoLink link) {
        return link.function().equals("download") && record.dataFormats.size() == 1
                ? FileFormat.named(record.dataFormats.getFirst().name())
                : Optional.empty();
    }
}
