package org.garner.catalog.format.dcatus;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.garner.catalog.Distribution;
import org.garner.catalog.format.FileFormat;
import org.garner.catalog.format.UnreadableRecordException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The distributions of a dataset: a list, or a single object as some publishers write it. */
final class DcatUsDistributions {
    private static final List<String> EXTRAS = List.of("conformsTo", "describedBy", "describedByType");

    private final List<JsonNode> written;
    private final List<String> warnings;

    DcatUsDistributions(JsonNode written, List<String> warnings) {
        this.written = JsonValues.objects(written);
        this.warnings = warnings;
    }

    /** @throws UnreadableRecordException when there are more */
    List<Distribution> atMost(int most) throws UnreadableRecordException {
        if (written.size() > most) {
            throw new UnreadableRecordException(
                    UnreadableRecordException.Fault.MAPPING,
                    "Too many resources. Maximum allowed is %d. Actual size is %d.".formatted(most, written.size()),
                    null,
                    null);
        }
        var distributions = new ArrayList<Distribution>(written.size());
        for (int i = 0; i < written.size(); i++) {
            var distribution = distribution(written.get(i));
            if (distribution == null) {
                warnings.add("distribution[%d] was left out: expected a downloadURL or an accessURL, found neither"
                        .formatted(i));
            } else {
                distributions.add(distribution);
            }
        }
        return distributions;
    }

    private static @Nullable Distribution distribution(JsonNode written) {
        var download = JsonValues.text(written.get("downloadURL"));
        var access = JsonValues.text(written.get("accessURL"));
        if (download.isEmpty() && access.isEmpty()) {
            return null;
        }
        var extras = new TreeMap<String, String>();
        for (var name : EXTRAS) {
            var value = JsonValues.text(written.get(name));
            if (!value.isEmpty()) {
                extras.put(name, value);
            }
        }
        if (!download.isEmpty() && !access.isEmpty()) {
            extras.put("accessURL", access);
        }
        var title = JsonValues.text(written.get("title"));
        var mediaType = JsonValues.text(written.get("mediaType"));
        return Distribution.at(download.isEmpty() ? access : download)
                .named(title.isEmpty() ? null : title)
                .described(JsonValues.text(written.get("description")))
                .inFormat(format(JsonValues.text(written.get("format")), mediaType))
                .ofMediaType(mediaType.isEmpty() ? null : mediaType)
                .with(extras);
    }

    /** The stated format, else the media type; by its short name where it is known. */
    private static @Nullable String format(String format, String mediaType) {
        var stated = format.isEmpty() ? mediaType : format;
        return stated.isEmpty()
                ? null
                : FileFormat.named(stated)
                        .or(() -> FileFormat.ofMediaType(stated))
                        .map(FileFormat::name)
                        .orElse(stated);
    }
}
