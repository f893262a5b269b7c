package org.garner.catalog.format.ckan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.garner.catalog.Dataset;
import org.garner.catalog.Group;
import org.garner.catalog.format.Licences;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.Tags;
import org.garner.catalog.format.UnreadableRecordException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Maps a package dict to a dataset. What CKAN computes is left out, what extensions add is kept as extras. */
final class CkanMapping {
    /** Members that have a place of their own in a dataset. */
    private static final Set<String> PLACED = Set.of(
            "id",
            "name",
            "title",
            "notes",
            "url",
            "version",
            "license",
            "license_id",
            "license_title",
            "license_url",
            "owner_org",
            "organization",
            "groups",
            "tags",
            "extras",
            "resources",
            "type");

    /**
     * Members that say something about the other catalogue and not about the dataset: its bookkeeping, its counters, what it computes from other members.
     * Some of them change every night; taken over, they would make every dataset look changed.
     */
    private static final Set<String> OF_THE_OTHER_CATALOGUE = Set.of(
            "state",
            "private",
            "isopen",
            "num_resources",
            "num_tags",
            "metadata_created",
            "metadata_modified",
            "revision_id",
            "revision_timestamp",
            "creator_user_id",
            "relationships",
            "relationships_as_subject",
            "relationships_as_object",
            "tracking_summary",
            "notes_rendered",
            "ckan_url",
            "ratings_average",
            "ratings_count",
            "harvest",
            // data.gov.uk's other views of the list of resources
            "individual_resources",
            "timeseries_resources",
            "additional_resources");

    /** Names and addresses of people, which no public answer may show: they are not taken over in the first place. */
    private static final Set<String> PEOPLE = Set.of("author", "author_email", "maintainer", "maintainer_email");

    /** What an earlier harvest noted of the dataset: ours notes its own. */
    private static final Set<String> OF_A_HARVEST =
            Set.of("harvest_object_id", "harvest_source_id", "harvest_source_title");

    private static final String ORDINARY = "dataset";

    private final JsonNode dict;
    private final List<String> warnings = new ArrayList<>();

    CkanMapping(JsonNode dict) {
        this.dict = dict;
    }

    @Nullable
    String id() {
        return Values.text(dict.path("id"));
    }

    @Nullable
    String modified() {
        return Values.text(dict.path("metadata_modified"));
    }

    /** What was repaired or left out; complete after the mapping. */
    List<String> warnings() {
        return warnings;
    }

    Dataset dataset(ReadingOptions options) throws UnreadableRecordException {
        var dataset = Dataset.titled(title())
                .notes(Values.saidOrEmpty(dict.path("notes")))
                .url(Values.text(dict.path("url")))
                .version(Values.text(dict.path("version")))
                .tags(Tags.of(tags(), options))
                .extras(extras())
                .origin(new Dataset.Origin(Values.text(dict.path("name")), organisation(), groups()));
        licence(dataset);
        dict.path("resources").forEach(resource -> {
            if (isHere(resource)) {
                dataset.distribution(ResourceDict.distribution(resource));
            }
        });
        options.addDefaults(dataset);
        return dataset.build();
    }

    private String title() throws UnreadableRecordException {
        var title = Values.said(dict.path("title"));
        if (title != null) {
            return title;
        }
        var name = Values.text(dict.path("name"));
        if (name == null) {
            throw new UnreadableRecordException(
                    UnreadableRecordException.Fault.MAPPING,
                    "Expected a title, found neither a title nor a name; a dataset needs one",
                    null,
                    null);
        }
        warnings.add("The package has no title; its name stands in");
        return name;
    }

    /** Tags are objects with a name, in old and in simplified dicts plain texts. */
    private List<String> tags() {
        var tags = new ArrayList<String>();
        for (var tag : dict.path("tags")) {
            var name = Values.text(tag.isObject() ? tag.path("name") : tag);
            if (name != null && isHere(tag)) {
                tags.add(name);
            }
        }
        return tags;
    }

    private void licence(Dataset.Builder dataset) {
        var id = Values.text(dict.path("license_id"));
        if (id == null) {
            Licences.standard()
                    .named(List.of(
                            Values.orEmpty(dict.path("license_url")), Values.orEmpty(dict.path("license_title"))))
                    .ifPresent(licence -> dataset.licenseId(licence.id()));
            return;
        }
        dataset.licenseId(id);
        if (Licences.standard().byId(id).isEmpty()) {
            // What our register cannot tell of the licence, the record must.
            for (var member : List.of("license_title", "license_url")) {
                var said = Values.text(dict.path(member));
                if (said != null && !said.equals(id)) {
                    dataset.extra(member, said);
                }
            }
        }
    }

    /** The members that extensions add, and over them the extras proper. */
    private Map<String, String> extras() {
        var extras = new TreeMap<String, String>();
        for (var member : dict.properties()) {
            var key = member.getKey();
            if (!PLACED.contains(key) && !OF_THE_OTHER_CATALOGUE.contains(key)) {
                put(extras, key, member.getValue());
            }
        }
        for (var key : List.of("title", "notes")) {
            if (dict.path(key).isObject()) {
                extras.put(key + "_translated", Values.written(dict.path(key)));
            }
        }
        var type = Values.text(dict.path("type"));
        if (type != null && !type.equals(ORDINARY)) {
            extras.put("dataset_type", type);
        }
        var listed = dict.path("extras");
        if (listed.isObject()) {
            listed.properties().forEach(extra -> put(extras, extra.getKey(), extra.getValue()));
        } else {
            listed.forEach(extra -> {
                if (isHere(extra)) {
                    put(extras, Values.orEmpty(extra.path("key")), extra.path("value"));
                }
            });
        }
        extras.keySet().removeAll(PEOPLE);
        extras.keySet().removeAll(OF_A_HARVEST);
        return extras;
    }

    private static void put(Map<String, String> extras, String key, JsonNode value) {
        if (!key.isBlank() && !value.isNull() && !value.isMissingNode()) {
            extras.put(key, Values.written(value));
        }
    }

    /** The organisation as the dict describes it, or by its id alone. */
    private @Nullable Group organisation() {
        var described = group(dict.path("organization"));
        if (described != null) {
            return described;
        }
        var id = Values.text(dict.path("owner_org"));
        return id == null ? null : new Group(id, id, "", "", "");
    }

    private List<Group> groups() {
        var groups = new ArrayList<Group>();
        for (var each : dict.path("groups")) {
            var group = each.isString() ? Group.named(each.asString()) : group(each);
            if (group != null) {
                groups.add(group);
            }
        }
        return groups;
    }

    private static @Nullable Group group(JsonNode group) {
        var id = Values.text(group.path("id"));
        var name = Values.text(group.path("name"));
        if (name == null && id == null) {
            return null;
        }
        var title = Values.said(group.path("title"));
        return new Group(
                id,
                name == null ? String.valueOf(id) : name,
                title == null ? Values.saidOrEmpty(group.path("display_name")) : title,
                Values.saidOrEmpty(group.path("description")),
                image(group));
    }

    /** The picture's address: an upload is named without one in {@code image_url}. */
    private static String image(JsonNode group) {
        for (var member : List.of("image_display_url", "image_url")) {
            var address = Values.orEmpty(group.path(member));
            if (address.startsWith("http://") || address.startsWith("https://")) {
                return address;
            }
        }
        return "";
    }

    /** False for what CKAN has deleted but old versions still list. */
    private static boolean isHere(JsonNode part) {
        return !"deleted".equals(Values.text(part.path("state")));
    }
}
