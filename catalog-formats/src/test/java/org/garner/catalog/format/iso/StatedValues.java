package org.garner.catalog.format.iso;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.garner.catalog.Distribution;
import org.garner.catalog.Slug;
import org.garner.catalog.format.Reading;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.UnreadableRecordException;
import org.garner.catalog.format.Xml;
import org.jspecify.annotations.Nullable;

/** What Garner reads, under the names that the peers' tests give these values. */
final class StatedValues {
    private final IsoRecord record;
    private final @Nullable Reading reading;

    private StatedValues(IsoRecord record, @Nullable Reading reading) {
        this.record = record;
        this.reading = reading;
    }

    private static final Map<String, Function<IsoRecord, Object>> RECORD = new LinkedHashMap<>();

    static {
        RECORD.put("guid", r -> r.guid);
        RECORD.put("identifier", r -> r.guid);
        RECORD.put("metadata_language", r -> r.language);
        RECORD.put("metadata_language_code", r -> r.language);
        RECORD.put("charset", r -> r.characterSet);
        RECORD.put("metadata_date", r -> r.date);
        RECORD.put("resource_type", r -> first(r.resourceTypes));
        RECORD.put("metadata_contact.organisation", r -> r.contacts.getFirst().organisation());
        RECORD.put("metadata_contact.email", r -> r.contacts.getFirst().email());
        RECORD.put("metadata_contact.role", r -> r.contacts.getFirst().role());
        RECORD.put("contact_email", r -> r.contacts.getFirst().email());
        RECORD.put("reference_system", r -> r.referenceSystems.getFirst().value());
        RECORD.put("reference_system_url", r -> r.referenceSystems.getFirst().href());
        RECORD.put("title", r -> r.data.title);
        RECORD.put("alternate_title", r -> first(r.data.alternateTitles));
        RECORD.put(
                "dates",
                r -> r.data.dates.stream()
                        .map(date -> Map.of("type", date.type(), "date", date.value()))
                        .toList());
        RECORD.put("resource_identifier", r -> r.data.identifiers.getFirst().reference());
        RECORD.put(
                "access_constraints",
                r -> r.data.constraints.stream()
                        .flatMap(c -> c.accessCodes().stream())
                        .toList());
        RECORD.put(
                "use_constraints_codes",
                r -> r.data.constraints.stream()
                        .flatMap(c -> c.useCodes().stream())
                        .toList());
        RECORD.put(
                "use_limitations_count",
                r -> r.data.constraints.stream()
                        .mapToInt(c -> c.useLimitations().size())
                        .sum());
        RECORD.put(
                "other_constraints", r -> others(r).stream().map(IsoText::value).toList());
        RECORD.put("other_constraints_count", r -> others(r).size());
        RECORD.put("first_other_constraint", r -> others(r).getFirst().value());
        RECORD.put("first_other_constraint_url", r -> others(r).getFirst().href());
        RECORD.put("third_other_constraint", r -> others(r).get(2).value());
        RECORD.put(
                "security",
                r -> r.data.constraints.stream()
                        .flatMap(c -> c.classifications().stream())
                        .toList());
        RECORD.put("scale_denominators", r -> r.data.scales);
        RECORD.put("status", r -> first(r.data.progress));
        RECORD.put("topic_category", r -> r.data.topics);
        RECORD.put("keyword_groups", r -> r.data.keywords.size());
        RECORD.put("second_group_keywords", r -> r.data.keywords.get(1).words());
        RECORD.put("format", r -> r.dataFormats.getFirst().name());
        RECORD.put(
                "first_online_protocol", r -> r.locators.getFirst().protocol().value());
        RECORD.put("third_online_protocol", r -> r.locators.get(2).protocol().value());
        RECORD.put("lineage", r -> r.lineage);
        RECORD.put("gather_errors", r -> 0);
    }

    /** Reads a sound document; the dataset may still be missing. */
    static StatedValues of(byte[] document) throws Exception {
        IsoRecord record;
        try (var in = Xml.read(document)) {
            record = IsoRecord.in(in);
            in.finish();
        }
        try {
            return new StatedValues(record, new Iso19139Reader().read(document, ReadingOptions.PLAIN));
        } catch (UnreadableRecordException e) {
            return new StatedValues(record, null);
        }
    }

    /** True when Garner has a value under this name. */
    static boolean knows(String name) {
        return RECORD.containsKey(name)
                || name.startsWith("package.")
                || name.startsWith("extras.")
                || name.startsWith("first_resource.")
                || name.equals("contacts")
                || name.equals("object_errors");
    }

    /**
     * The value under this name.
     *
     * @param theirs the value that is stated: where it names a party by its address, ours does too
     */
    @Nullable
    Object value(String name, Object theirs) {
        if (name.equals("contacts")) {
            return record.data.parties.stream()
                    .map(party -> "%s (%s)"
                            .formatted(
                                    theirs.toString().contains(party.email() + " (")
                                            ? party.email()
                                            : party.organisation(),
                                    party.role()))
                    .toList();
        }
        if (name.equals("package.tags") && reading != null) {
            // CKAN shows tags in the order of their names.
            return reading.dataset().tags().stream().sorted().toList();
        }
        var ofRecord = RECORD.get(name);
        if (ofRecord != null) {
            return ofRecord.apply(record);
        }
        if (reading == null) {
            return name.equals("object_errors") ? 1 : "no dataset";
        }
        var dataset = reading.dataset();
        if (name.startsWith("extras.")) {
            return dataset.extras().get(name.substring("extras.".length()));
        }
        if (name.startsWith("first_resource.")) {
            return ofResource(dataset.distributions().getFirst(), name.substring("first_resource.".length()));
        }
        return switch (name) {
            case "package.name" -> Slug.of(dataset.title()).value();
            case "package.title" -> dataset.title();
            case "package.notes" -> dataset.notes();
            case "object_errors" -> 0;
            default -> throw new IllegalArgumentException("No value is called " + name);
        };
    }

    private static @Nullable Object ofResource(Distribution resource, String name) {
        return switch (name) {
            case "url" -> resource.url();
            case "name" -> resource.name();
            case "description" -> resource.description();
            case "format" -> resource.format() == null ? "" : resource.format();
            default -> resource.extras().get(name);
        };
    }

    private static List<IsoText> others(IsoRecord record) {
        return record.data.constraints.stream()
                .flatMap(c -> c.others().stream())
                .toList();
    }

    private static String first(List<String> values) {
        return values.isEmpty() ? "" : values.getFirst();
    }
}
