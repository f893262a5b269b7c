package org.garner.catalog.format.dcatus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SortedMap;
import org.garner.catalog.format.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The document of one dataset of a data.json: the bytes of its entry as the source wrote them, and before them what only the catalogue around it and the
 * source's settings say. The same facts make the same bytes, in whatever order the catalogue has its members.
 *
 * @param place where it stands among the collections of its catalogue
 * @param catalogue members of the catalogue that its datasets show, by name
 * @param defaults members that a dataset has when it does not say otherwise: a setting of the source
 * @param maxResources how many distributions a dataset may have: a setting of the source
 */
public record DcatUsDocument(
        Place place,
        SortedMap<String, String> catalogue,
        SortedMap<String, JsonNode> defaults,
        @Nullable Integer maxResources) {
    static final String FORMAT = "dcat-us";
    static final String VERSION = "1.1";
    static final String PLACE = "place";
    static final String CATALOGUE = "catalog";
    static final String DEFAULTS = "defaults";
    static final String MAX_RESOURCES = "max_resource_count";
    static final String DATASET = "dataset";

    /** Where a dataset stands among collections. */
    public enum Place {
        ALONE,
        /** Other datasets of the catalogue name it in their {@code isPartOf}. */
        COLLECTION,
        /** Its {@code isPartOf} names a collection of the catalogue. */
        MEMBER,
        /** A collection that names another one in its {@code isPartOf}, which Project Open Data does not allow. */
        NESTED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The document of an entry. */
    public byte[] of(byte[] entry) {
        var head = Json.MAPPER.createObjectNode();
        head.put(FORMAT, VERSION);
        head.put(PLACE, place.word());
        var shown = head.putObject(CATALOGUE);
        catalogue.forEach(shown::put);
        if (!defaults.isEmpty()) {
            var given = head.putObject(DEFAULTS);
            defaults.forEach(given::set);
        }
        if (maxResources != null) {
            head.put(MAX_RESOURCES, maxResources);
        }
        var text = head.toString();
        var document = new ByteArrayOutputStream(text.length() + entry.length + 16);
        document.writeBytes(
                (text.substring(0, text.length() - 1) + ",\"" + DATASET + "\":").getBytes(StandardCharsets.UTF_8));
        document.writeBytes(entry);
        document.write('}');
        return document.toByteArray();
    }
}
