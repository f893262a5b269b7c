package org.garner.catalog.format.iso;

import java.util.ArrayList;
import org.garner.catalog.format.DatasetReader;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.Reading;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.UnreadableRecordException;
import org.garner.catalog.format.Xml;
import org.jspecify.annotations.Nullable;

/**
 * Reads ISO 19139 records (gmd:MD_Metadata), those of ISO 19115-2 (gmi:MI_Metadata), and profiles whose root stands in for one of them.
 *
 * <p>The values are those of CKAN's generic spatial harvester, with its known losses mended: anchors, legal constraints, reference systems of every
 * class, instants, all bounding boxes.
 */
public final class Iso19139Reader implements DatasetReader {
    private static final String SWISS_PROFILE = "http://www.geocat.ch/2008/che";

    @Override
    public String format() {
        return "iso19139";
    }

    @Override
    public String title() {
        return "an ISO 19139 record";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public boolean recognises(String namespace, String localName) {
        return switch (localName) {
            case "MD_Metadata" -> namespace.equals(IsoXml.GMD);
            case "MI_Metadata" -> IsoXml.IMAGERY.contains(namespace);
            case "CHE_MD_Metadata" -> namespace.equals(SWISS_PROFILE);
            default -> false;
        };
    }

    @Override
    public Reading read(byte[] document, ReadingOptions options) throws UnreadableRecordException {
        try (var in = Xml.read(document)) {
            if (!recognises(in.namespace(), in.localName())) {
                throw new UnreadableRecordException(
                        UnreadableRecordException.Fault.FORMAT,
                        "Expected %s, found a document <%s>".formatted(title(), in.localName()),
                        in.line(),
                        in.column());
            }
            var record = IsoRecord.in(in);
            in.finish();
            var mapping = new IsoDataset(record);
            var dataset = mapping.map(options);
            var warnings = new ArrayList<>(in.warnings());
            warnings.addAll(mapping.warnings());
            return new Reading(format(), version(), orNull(record.guid), orNull(record.date), dataset, warnings);
        } catch (MalformedXmlException e) {
            throw e.unreadable();
        }
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
