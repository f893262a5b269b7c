package org.garner.catalog.format.dcatus;

import org.garner.catalog.format.Json;
import org.garner.catalog.format.JsonDatasetReader;
import org.garner.catalog.format.Reading;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.UnreadableRecordException;
import tools.jackson.databind.JsonNode;

/**
 * Reads datasets of Project Open Data 1.1 (DCAT-US 1.1): the documents that {@link DcatUsDocument} makes, and bare entries of a data.json. Datasets of
 * DCAT-US 3.0 are recognised, and refused by name.
 *
 * <p>The values are those of ckanext-datajson, with the places of ckanext-geodatagov.
 */
public final class DcatUsReader implements JsonDatasetReader {
    @Override
    public String format() {
        return "dcatus";
    }

    @Override
    public String title() {
        return "a dataset of Project Open Data 1.1";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return isDocument(record) || isBare(record) || isOfVersion3(record);
    }

    private static boolean isDocument(JsonNode record) {
        return record.has(DcatUsDocument.FORMAT)
                && record.path(DcatUsDocument.DATASET).isObject();
    }

    /** An access level is what Project Open Data asks of every dataset, and what other vocabularies do not have. */
    private static boolean isBare(JsonNode record) {
        return record.has("accessLevel") && (record.has("identifier") || record.has("title"));
    }

    private static boolean isOfVersion3(JsonNode record) {
        return record.path("@type").asString("").equals("Dataset") && record.has("contactPoint");
    }

    @Override
    public Reading read(JsonNode record, ReadingOptions options) throws UnreadableRecordException {
        var document = record;
        if (!isDocument(record)) {
            if (isOfVersion3(record)) {
                throw new UnreadableRecordException(
                        UnreadableRecordException.Fault.FORMAT,
                        "Expected %s, found one of DCAT-US 3.0; DCAT-US 3.0 is not read yet".formatted(title()),
                        1,
                        1);
            }
            var alone = Json.MAPPER.createObjectNode();
            alone.put(DcatUsDocument.FORMAT, DcatUsDocument.VERSION);
            alone.put(DcatUsDocument.PLACE, DcatUsDocument.Place.ALONE.word());
            alone.set(DcatUsDocument.DATASET, record);
            document = alone;
        }
        return new DcatUsMapping(document).read(options, format(), version());
    }
}
