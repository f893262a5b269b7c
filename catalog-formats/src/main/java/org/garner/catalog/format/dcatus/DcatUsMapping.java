package org.garner.catalog.format.dcatus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.garner.catalog.Dataset;
import org.garner.catalog.Slug;
import org.garner.catalog.format.JsonText;
import org.garner.catalog.format.Reading;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.Tags;
import org.garner.catalog.format.UnreadableRecordException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Maps one dataset, with the extras of ckanext-datajson. */
final class DcatUsMapping {
    /** Names that CKAN's own pages have. */
    private static final Set<String> RESERVED = Set.of("new", "edit", "search");

    /** The longest term that a Lucene index takes, in bytes; CKAN's limit for a spatial text. */
    private static final int LONGEST_SPATIAL = 32_766;

    /** Members that become something else than an extra of their name. */
    private static final Set<String> MAPPED =
            Set.of("@type", "title", "description", "keyword", "contactPoint", "distribution", "publisher", "spatial");

    private static final Pattern COMMAS = Pattern.compile("\\s*[,;]\\s*");
    private static final Pattern MAILTO = Pattern.compile("^mailto:", Pattern.CASE_INSENSITIVE);
    private static final Pattern DATE = Pattern.compile("[+-]?\\d{4}.*");

    private final JsonNode document;
    private final JsonNode dataset;
    private final List<String> warnings = new ArrayList<>();

    DcatUsMapping(JsonNode document) {
        this.document = document;
        this.dataset = withDefaults(document);
    }

    private static JsonNode withDefaults(JsonNode document) {
        var dataset = document.path(DcatUsDocument.DATASET);
        var defaults = document.path(DcatUsDocument.DEFAULTS);
        if (defaults.isEmpty() || !(dataset.deepCopy() instanceof ObjectNode full)) {
            return dataset;
        }
        defaults.properties().forEach(member -> {
            if (JsonValues.text(full.get(member.getKey())).isEmpty()) {
                full.set(member.getKey(), member.getValue());
            }
        });
        return full;
    }

    Reading read(ReadingOptions options, String format, int version) throws UnreadableRecordException {
        refuseNestedCollection();
        var identifier = text("identifier");
        var modified = text("modified");
        return new Reading(
                format,
                version,
                identifier.isEmpty() ? null : identifier,
                modified.isEmpty() ? null : modified,
                dataset(options),
                warnings);
    }

    private Dataset dataset(ReadingOptions options) throws UnreadableRecordException {
        var tags = new ReadingOptions(options.defaultTags(), options.defaultExtras(), options.overrideExtras(), true);
        var extras = extras();
        options.defaultExtras().forEach((key, value) -> {
            if (options.overrideExtras() || !extras.containsKey(key)) {
                extras.put(key, value);
            }
        });
        var landingPage = text("landingPage");
        return Dataset.titled(title())
                .notes(text("description"))
                .url(landingPage.isEmpty() ? null : landingPage)
                .licenseId(DcatUsLicences.idOf(text("license")))
                .tags(Tags.of(keywords(), tags))
                .extras(extras)
                .distributions(new DcatUsDistributions(dataset.path("distribution"), warnings)
                        .atMost(document.path(DcatUsDocument.MAX_RESOURCES).asInt(Integer.MAX_VALUE)))
                .build();
    }

    private String title() throws UnreadableRecordException {
        var title = text("title");
        if (title.isEmpty()) {
            throw refused("title: Expected the title of the dataset, found none; a dataset needs one");
        }
        if (RESERVED.contains(Slug.of(title).value())) {
            throw refused("title: %s. That name cannot be used.".formatted(title));
        }
        return title;
    }

    /** A list as the standard has it, or one text with commas as some publishers write it. */
    private List<String> keywords() {
        var keyword = dataset.path("keyword");
        return keyword.isArray() ? JsonValues.texts(keyword) : Arrays.asList(COMMAS.split(JsonValues.text(keyword)));
    }

    private Map<String, String> extras() throws UnreadableRecordException {
        var extras = new TreeMap<String, String>();
        dataset.properties().forEach(member -> {
            if (!MAPPED.contains(member.getKey())) {
                putIfGiven(extras, member.getKey(), JsonValues.text(member.getValue()));
            }
        });
        people(extras);
        place(extras);
        time(extras);
        collection(extras);
        provenance(extras);
        return extras;
    }

    private void people(Map<String, String> extras) {
        JsonValues.objects(dataset.path("contactPoint")).stream().findFirst().ifPresent(contact -> {
            putIfGiven(extras, "maintainer", JsonValues.text(contact.get("fn")));
            putIfGiven(
                    extras,
                    "maintainer_email",
                    MAILTO.matcher(JsonValues.text(contact.get("hasEmail"))).replaceFirst(""));
        });
        var publisher = dataset.path("publisher");
        if (!publisher.isObject()) {
            putIfGiven(extras, "publisher", JsonValues.text(publisher));
            return;
        }
        putIfGiven(extras, "publisher", JsonValues.text(publisher.get("name")));
        var bodies = new ArrayList<String>();
        for (var body = publisher; body.isObject(); body = body.path("subOrganizationOf")) {
            var name = JsonValues.text(body.get("name"));
            if (!name.isEmpty()) {
                bodies.addFirst(name);
            }
        }
        if (bodies.size() > 1) {
            extras.put("publisher_hierarchy", String.join(" > ", bodies));
        }
    }

    private void place(Map<String, String> extras) throws UnreadableRecordException {
        var written = text("spatial");
        if (written.isEmpty()) {
            return;
        }
        if (written.length() > LONGEST_SPATIAL) {
            throw refused("spatial: Maximum allowed size is %d. Actual size is %d."
                    .formatted(LONGEST_SPATIAL, written.length()));
        }
        var geometry = DcatUsSpatial.of(dataset.path("spatial"));
        geometry.ifPresentOrElse(
                found -> extras.put("spatial", found), () -> warnings.add("unable to spatially fix " + written));
        if (!geometry.map(found -> written.startsWith("{")).orElse(false)) {
            extras.put("old-spatial", written);
        }
    }

    /** The two ends of a period (ISO 8601-1, 5.5.1), where both are dates. */
    private void time(Map<String, String> extras) {
        var ends = text("temporal").split("/", -1);
        if (ends.length == 2
                && DATE.matcher(ends[0]).matches()
                && DATE.matcher(ends[1]).matches()) {
            extras.put("temporal-extent-begin", ends[0].strip());
            extras.put("temporal-extent-end", ends[1].strip());
        }
    }

    /** A member names its collection by the record's guid; the import puts the package's id in its place. */
    private void collection(Map<String, String> extras) {
        if (isAt(DcatUsDocument.Place.COLLECTION)) {
            extras.put("collection_metadata", "true");
        } else if (isAt(DcatUsDocument.Place.MEMBER)) {
            extras.put(Reading.COLLECTION, text("isPartOf"));
        }
    }

    private void refuseNestedCollection() throws UnreadableRecordException {
        if (isAt(DcatUsDocument.Place.NESTED)) {
            throw refused("Collection identifier %s cannot be isPartOf another collection. It names '%s'."
                    .formatted(text("identifier"), text("isPartOf")));
        }
    }

    private void provenance(Map<String, String> extras) {
        var catalogue = document.path(DcatUsDocument.CATALOGUE);
        catalogue
                .properties()
                .forEach(
                        member -> putIfGiven(extras, "catalog_" + member.getKey(), JsonValues.text(member.getValue())));
        extras.put("source_datajson_identifier", "true");
        extras.put("source_schema_version", DcatUsDocument.VERSION);
        extras.put(
                "source_hash",
                hash(JsonText.of(JsonValues.sorted(dataset)) + JsonText.of(JsonValues.sorted(catalogue))));
    }

    private boolean isAt(DcatUsDocument.Place place) {
        return document.path(DcatUsDocument.PLACE).asString("").equals(place.word());
    }

    private String text(String member) {
        return JsonValues.text(dataset.get(member));
    }

    private static void putIfGiven(Map<String, String> extras, String key, String value) {
        if (!value.isEmpty()) {
            extras.put(key, value);
        }
    }

    private static UnreadableRecordException refused(String message) {
        return new UnreadableRecordException(UnreadableRecordException.Fault.MAPPING, message, null, null);
    }

    private static String hash(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
