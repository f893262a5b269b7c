package org.garner.catalog.format.iso;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.garner.catalog.Dataset;
import org.garner.catalog.format.JsonText;
import org.garner.catalog.format.Licences;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.Tags;
import org.garner.catalog.format.UnreadableRecordException;

/** Maps what a record says to a dataset, with the extras of CKAN's generic spatial harvester. */
final class IsoDataset {
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*[\\r\\n\\t]\\s*");

    /** An address, alone or before words: CKAN takes both for a licence's address, and not one that words come before. */
    private static final Pattern LEADING_ADDRESS = Pattern.compile("^https?://\\S+", Pattern.CASE_INSENSITIVE);

    private final IsoRecord record;
    private final List<String> warnings = new ArrayList<>();

    IsoDataset(IsoRecord record) {
        this.record = record;
    }

    /** What was doubtful; complete after the mapping. */
    List<String> warnings() {
        return warnings;
    }

    /**
     * Makes the dataset.
     *
     * @throws UnreadableRecordException when the record has neither a title nor an identifier
     */
    Dataset map(ReadingOptions options) throws UnreadableRecordException {
        var keywords = record.list(identification -> identification.keywords).stream()
                .flatMap(group -> group.words().stream())
                .toList();
        var use = useConstraints();
        var access = accessConstraints();
        var dataset = Dataset.titled(title())
                .notes(record.text(identification -> identification.summary))
                .tags(Tags.of(keywords, options))
                .extras(identity())
                .extras(restrictions(use, access))
                .extras(coverage());
        // Publishers name the licence in any of the sections.
        Licences.standard()
                .named(Stream.concat(use.stream(), access.stream()).toList())
                .ifPresent(licence -> dataset.licenseId(licence.id()));
        dataset.distributions(new IsoDistributions(record).all());
        options.addDefaults(dataset);
        if (record.date.isEmpty()) {
            warnings.add("The record has no date (gmd:dateStamp is missing or empty); only its content tells when it"
                    + " changes");
        }
        return dataset.build();
    }

    private String title() throws UnreadableRecordException {
        var title = oneLine(record.text(identification -> identification.title));
        if (!title.isEmpty()) {
            return title;
        }
        var alternate = record.list(identification -> identification.alternateTitles).stream()
                .map(IsoDataset::oneLine)
                .findFirst();
        if (alternate.isPresent()) {
            warnings.add("The record has no title; its alternate title stands in");
            return alternate.get();
        }
        if (record.guid.isEmpty()) {
            throw new UnreadableRecordException(
                    UnreadableRecordException.Fault.MAPPING,
                    "Expected a title (gmd:identificationInfo/*/gmd:citation/gmd:CI_Citation/gmd:title),"
                            + " found neither a title nor a gmd:fileIdentifier; a dataset needs one",
                    null,
                    null);
        }
        warnings.add("The record has no title; its identifier stands in");
        return record.guid;
    }

    private Map<String, String> identity() {
        var extras = new TreeMap<String, String>();
        extras.put("guid", record.guid);
        extras.put("spatial_harvester", "true");
        extras.put("metadata-language", record.language);
        extras.put("metadata-date", record.date);
        extras.put("resource-type", record.resourceTypes.isEmpty() ? "" : record.resourceTypes.getFirst());
        extras.put(
                "spatial-reference-system",
                record.referenceSystem()
                        .map(code -> code.value().isEmpty() ? code.href() : code.value())
                        .orElse(""));
        extras.put("dataset-reference-date", JsonText.of(dates()));
        extras.put("coupled-resource", JsonText.of(coupled()));
        extras.put("frequency-of-update", record.text(identification -> identification.frequency));
        extras.put("spatial-data-service-type", record.service.serviceType);
        extras.put("progress", firstOf(record.list(identification -> identification.progress)));
        extras.put("lineage", record.lineage);
        var parties = record.responsible();
        extras.put(
                "contact-email",
                firstOf(parties.stream()
                        .map(IsoParty::email)
                        .filter(email -> !email.isEmpty())
                        .toList()));
        if (!parties.isEmpty()) {
            extras.put("responsible-party", JsonText.of(responsible(parties)));
        }
        return extras;
    }

    private List<Map<String, String>> dates() {
        return record.list(identification -> identification.dates).stream()
                .map(date -> pairs("type", date.type(), "value", date.value()))
                .toList();
    }

    private List<Map<String, List<String>>> coupled() {
        return record.service.coupled.stream()
                .map(resource -> {
                    var one = new LinkedHashMap<String, List<String>>();
                    one.put("href", listOf(resource.href()));
                    one.put("uuid", listOf(resource.uuid()));
                    one.put("title", listOf(resource.title()));
                    return (Map<String, List<String>>) one;
                })
                .toList();
    }

    /** Each body once, with all its roles. */
    private static List<Map<String, Object>> responsible(List<IsoParty> parties) {
        var roles = new LinkedHashMap<String, Set<String>>();
        for (var party : parties) {
            var held = roles.computeIfAbsent(party.organisation(), name -> new LinkedHashSet<>());
            if (!party.role().isEmpty()) {
                held.add(party.role());
            }
        }
        var bodies = new ArrayList<Map<String, Object>>();
        roles.forEach((name, held) -> {
            var body = new LinkedHashMap<String, Object>();
            body.put("name", name);
            body.put("roles", held);
            bodies.add(body);
        });
        return bodies;
    }

    private static Map<String, String> restrictions(List<String> use, List<String> access) {
        var extras = new TreeMap<String, String>();
        extras.put("licence", JsonText.of(use));
        extras.put("access_constraints", JsonText.of(access));
        use.stream()
                .flatMap(text -> LEADING_ADDRESS.matcher(text).results().map(found -> found.group()))
                .findFirst()
                .or(() -> access.stream()
                        .filter(text -> LEADING_ADDRESS.matcher(text).matches())
                        .filter(text -> Licences.standard().named(List.of(text)).isPresent())
                        .findFirst())
                .ifPresent(address -> extras.put("licence_url", address));
        return extras;
    }

    /** Limits on use of every section, and the "other" restrictions of those sections that are about use alone. */
    private List<String> useConstraints() {
        var texts = new LinkedHashSet<String>();
        for (var section : record.list(identification -> identification.constraints)) {
            section.useLimitations().forEach(text -> texts.addAll(text.parts()));
            if (section.limitsUseOnly()) {
                section.others().forEach(text -> texts.addAll(text.parts()));
            }
        }
        return List.copyOf(texts);
    }

    private List<String> accessConstraints() {
        var texts = new LinkedHashSet<String>();
        for (var section : record.list(identification -> identification.constraints)) {
            if (!section.limitsUseOnly()) {
                section.others().forEach(text -> texts.addAll(text.parts()));
            }
        }
        return List.copyOf(texts);
    }

    private Map<String, String> coverage() {
        var extent = record.data.extent;
        var ofService = record.service.extent;
        var extras = new TreeMap<String, String>();
        var begins = extent.begins.isEmpty() ? ofService.begins : extent.begins;
        var ends = extent.ends.isEmpty() ? ofService.ends : extent.ends;
        if (!begins.isEmpty()) {
            extras.put("temporal-extent-begin", begins.getFirst());
        }
        if (!ends.isEmpty()) {
            extras.put("temporal-extent-end", ends.getFirst());
        }
        extras.putAll(new IsoFootprint(extent.boxes.isEmpty() ? ofService.boxes : extent.boxes, warnings).extras());
        var graphics = record.list(identification -> identification.graphics);
        if (!graphics.isEmpty() && !graphics.getFirst().file().isEmpty()) {
            extras.put("graphic-preview-file", graphics.getFirst().file());
            putIfGiven(
                    extras, "graphic-preview-description", graphics.getFirst().description());
            putIfGiven(extras, "graphic-preview-type", graphics.getFirst().type());
        }
        return extras;
    }

    private static void putIfGiven(Map<String, String> extras, String key, String value) {
        if (!value.isEmpty()) {
            extras.put(key, value);
        }
    }

    private static Map<String, String> pairs(String key1, String value1, String key2, String value2) {
        var pairs = new LinkedHashMap<String, String>();
        pairs.put(key1, value1);
        pairs.put(key2, value2);
        return pairs;
    }

    private static List<String> listOf(String value) {
        return value.isEmpty() ? List.of() : List.of(value);
    }

    private static String firstOf(List<String> values) {
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static String oneLine(String text) {
        return LINE_BREAKS.matcher(text).replaceAll(" ").strip();
    }
}
