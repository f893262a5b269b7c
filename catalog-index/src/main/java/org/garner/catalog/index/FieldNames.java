package org.garner.catalog.index;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of the index's fields: which are whose, and which one answers when a client names one. */
final class FieldNames {
    static final String EXTRA = "extras_";

    /** Fields of the package and of the index; an extra of the same key must not fill them. */
    private static final Set<String> OWN = Set.of(
            "index_id",
            "revision",
            "_version_",
            "site_id",
            "entity_type",
            "indexed_ts",
            "capacity",
            "permission_labels",
            "state",
            "id",
            "name",
            "title",
            "title_string",
            "notes",
            "url",
            "version",
            "type",
            "dataset_type",
            "license",
            "license_id",
            "isopen",
            "author",
            "author_email",
            "maintainer",
            "maintainer_email",
            "owner_org",
            "organization",
            "creator_user_id",
            "groups",
            "tags",
            "num_resources",
            "num_tags",
            "metadata_created",
            "metadata_modified",
            "harvest",
            "bbox",
            "data_dict",
            "validated_data_dict",
            "text",
            "score");

    /** Beginnings of names that mean something else: fields of resources, Solr's own. */
    private static final List<String> FOREIGN = List.of("_", EXTRA, "res_", "vocab_");

    /** Held as words or not at all: their values can be neither counted nor put in order. */
    private static final Set<String> WITHOUT_VALUES = Set.of(
            "notes",
            "author",
            "author_email",
            "maintainer",
            "maintainer_email",
            "res_name",
            "res_description",
            "text",
            "harvest",
            "bbox",
            "data_dict",
            "validated_data_dict",
            "_version_");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w.-]*");
    private static final Pattern NAMES = Pattern.compile("[A-Za-z_*][\\w.*?-]*");

    private FieldNames() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether this is a name, or a pattern of names. */
    static boolean areNames(String text) {
        return NAMES.matcher(text).matches();
    }

    /** Whether an extra of this key has no field of its bare name. */
    static boolean isTaken(String key) {
        return OWN.contains(key) || FOREIGN.stream().anyMatch(key::startsWith);
    }

    /** The field with the exact values of what a client names, to be counted or put in order; empty when there is none. */
    static Optional<String> exact(String asked) {
        if (asked.equals("title")) {
            return Optional.of("title_string");
        }
        if (asked.startsWith(EXTRA)) {
            var key = asked.substring(EXTRA.length());
            return isTaken(key) ? Optional.empty() : Optional.of(key);
        }
        return WITHOUT_VALUES.contains(asked) || asked.startsWith("res_extras_")
                ? Optional.empty()
                : Optional.of(asked);
    }

    /** The field that keeps what a client wants to be shown: an extra is kept under its prefix. */
    static String kept(String asked) {
        return isTaken(asked) || asked.endsWith("_date") || asked.contains("*") || asked.contains("?")
                ? asked
                : EXTRA + asked;
    }
}
