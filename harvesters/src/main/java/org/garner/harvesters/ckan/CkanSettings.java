package org.garner.harvesters.ckan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.SourceConfig;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a CKAN source is asked, under the keys of CKAN's own harvester. What is said there about reading and owners ({@code default_tags},
 * {@code default_groups}, {@code default_extras}, {@code clean_tags}, {@code remote_orgs}, {@code remote_groups}) is checked here and used by the import.
 * Three keys are taken without effect, so that configurations can be moved over as they are: {@code api_version}, because every server that has this
 * API answers version 3; {@code user}, because imports run as no user; {@code read_only}, because what a source owns is never edited here.
 *
 * @param pageSize how many whole packages one page asks for, 1 to 1,000; 100
 * @param apiKey what to send as {@code Authorization}, so that the source shows what its owner may see
 * @param userAgent what to send in place of our own {@code User-Agent}
 * @param forceAll true to list whole packages each time
 * @param organisations which organisations' packages are wanted
 * @param groups which groups' packages are wanted
 */
record CkanSettings(
        int pageSize,
        @Nullable String apiKey,
        @Nullable String userAgent,
        boolean forceAll,
        Filter organisations,
        Filter groups) {
    static final int LARGEST_PAGE = 1000;
    private static final int USUAL_PAGE = 100;
    private static final Set<String> POLICIES = Set.of("only_local", "create");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");

    /** A header's value is one line of visible characters. */
    private static final Pattern HEADER = Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]*[\\x21-\\x7e])?");

    static CkanSettings of(SourceConfig config) throws InvalidConfigException {
        var tree = config.tree();
        checkDefaults(tree);
        var version = tree.path("api_version");
        if (isGiven(version) && !INTEGER.matcher(version.asString("")).matches()) {
            throw new InvalidConfigException("api_version must be an integer, but was " + version);
        }
        for (var policy : List.of("remote_orgs", "remote_groups")) {
            var value = text(tree, policy);
            if (value != null && !POLICIES.contains(value)) {
                throw new InvalidConfigException(
                        "%s is only_local or create, but was '%s'. Leave it out to take none of the source's."
                                .formatted(policy, value));
            }
        }
        text(tree, "user");
        flag(tree, "read_only");
        flag(tree, "override_extras");
        flag(tree, "clean_tags");
        return new CkanSettings(
                pageSize(tree),
                header(tree, "api_key"),
                header(tree, "user_agent"),
                flag(tree, "force_all"),
                Filter.of(tree, "organization", "organizations"),
                Filter.of(tree, "groups", "groups"));
    }

    private static void checkDefaults(JsonNode tree) throws InvalidConfigException {
        var tags = tree.path("default_tags");
        if (isGiven(tags)
                && !(tags.isArray() && all(tags, tag -> tag.path("name").isString()))) {
            throw new InvalidConfigException(
                    "default_tags must be a list of dictionaries, such as [{\"name\": \"geo\"}], but was " + tags);
        }
        var groups = tree.path("default_groups");
        if (isGiven(groups) && !(groups.isArray() && all(groups, JsonNode::isString))) {
            throw new InvalidConfigException("default_groups must be a list of group names/ids, but was " + groups);
        }
        var extras = tree.path("default_extras");
        if (isGiven(extras) && !extras.isObject()) {
            throw new InvalidConfigException("default_extras must be a dictionary, but was " + extras);
        }
    }

    private static int pageSize(JsonNode tree) throws InvalidConfigException {
        var size = tree.path("page_size");
        if (!isGiven(size)) {
            return USUAL_PAGE;
        }
        if (!size.isInt() || size.asInt() < 1 || size.asInt() > LARGEST_PAGE) {
            throw new InvalidConfigException(
                    "page_size is a number from 1 to %d, but was %s".formatted(LARGEST_PAGE, size));
        }
        return size.asInt();
    }

    /** The refused value is not repeated: it may be a key. */
    private static @Nullable String header(JsonNode tree, String member) throws InvalidConfigException {
        var value = text(tree, member);
        if (value != null && !HEADER.matcher(value).matches()) {
            throw new InvalidConfigException(member + " is one line of ASCII characters, but holds others");
        }
        return value;
    }

    private static @Nullable String text(JsonNode tree, String member) throws InvalidConfigException {
        var value = tree.path(member);
        if (!isGiven(value)) {
            return null;
        }
        if (!value.isString()) {
            throw new InvalidConfigException(member + " must be text");
        }
        return value.asString().isBlank() ? null : value.asString().strip();
    }

    private static boolean flag(JsonNode tree, String member) throws InvalidConfigException {
        var value = tree.path(member);
        if (isGiven(value) && !value.isBoolean()) {
            throw new InvalidConfigException("%s must be boolean, but was %s".formatted(member, value));
        }
        return value.asBoolean(false);
    }

    private static boolean isGiven(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private static boolean all(JsonNode list, java.util.function.Predicate<JsonNode> fits) {
        return list.values().stream().allMatch(fits);
    }

    /** The settings are in no log with their key. */
    @Override
    public String toString() {
        return "CkanSettings[pageSize=%d, forceAll=%s, %s, %s]".formatted(pageSize, forceAll, organisations, groups);
    }

    /**
     * Names that are wanted or not; at most one of the lists has any.
     *
     * @param field the field of the index that holds the names
     */
    record Filter(String field, List<String> include, List<String> exclude) {
        private static Filter of(JsonNode tree, String field, String member) throws InvalidConfigException {
            var filter =
                    new Filter(field, names(tree, member + "_filter_include"), names(tree, member + "_filter_exclude"));
            if (!filter.include.isEmpty() && !filter.exclude.isEmpty()) {
                throw new InvalidConfigException(
                        "Harvest configuration cannot contain both %1$s_filter_include and %1$s_filter_exclude"
                                .formatted(member));
            }
            return filter;
        }

        private static List<String> names(JsonNode tree, String member) throws InvalidConfigException {
            var value = tree.path(member);
            if (!isGiven(value)) {
                return List.of();
            }
            if (!value.isArray()
                    || !all(value, name -> name.isString() && !name.asString().isBlank())) {
                throw new InvalidConfigException("%s must be a list of names, but was %s".formatted(member, value));
            }
            var names = new ArrayList<String>();
            value.forEach(name -> names.add(name.asString().strip()));
            return List.copyOf(names);
        }

        /** True when a package with these names is wanted. */
        boolean wants(List<String> names) {
            return (include.isEmpty() || names.stream().anyMatch(include::contains))
                    && names.stream().noneMatch(exclude::contains);
        }
    }
}
