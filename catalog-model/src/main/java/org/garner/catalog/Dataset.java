package org.garner.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as a source describes it: what CKAN calls a package, without what the catalogue adds (id, name, publisher, dates of its own).
 *
 * @param title the human title, never empty
 * @param notes the abstract, empty when the source gave none
 * @param url the landing page, if any
 * @param version the version the source states, if any
 * @param licenseId the id of a licence in the register, if one was recognised
 * @param tags keywords in the order of the source, without repeats
 * @param extras further facts by CKAN's extra key; lists and objects are JSON text, as CKAN has them
 * @param distributions where the data can be had, in the order of the source
 * @param origin what the source's own catalogue says of the dataset's place in it
 */
public record Dataset(
        String title,
        String notes,
        @Nullable String url,
        @Nullable String version,
        @Nullable String licenseId,
        List<String> tags,
        SortedMap<String, String> extras,
        List<Distribution> distributions,
        Origin origin) {

    /**
     * A dataset's place in the catalogue that it comes from; {@link #NONE} for records that are in no catalogue.
     *
     * @param name its name in addresses there, which it keeps here if it is free
     * @param organisation the organisation that owns it there
     * @param groups the groups that it belongs to there
     */
    public record Origin(@Nullable String name, @Nullable Group organisation, List<Group> groups) {
        public static final Origin NONE = new Origin(null, null, List.of());

        public Origin {
            groups = List.copyOf(groups);
        }

        /** The same place by other owners. */
        public Origin with(@Nullable Group newOrganisation, List<Group> newGroups) {
            return new Origin(name, newOrganisation, newGroups);
        }
    }

    public Dataset {
        if (title.isBlank()) {
            throw new IllegalArgumentException("A dataset has a title, but it was blank");
        }
        tags = List.copyOf(new LinkedHashSet<>(tags));
        extras = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(extras));
        distributions = List.copyOf(distributions);
    }

    public static Builder titled(String title) {
        return new Builder(title);
    }

    /** A builder that starts with all values of this dataset. */
    public Builder toBuilder() {
        return new Builder(title)
                .notes(notes)
                .url(url)
                .version(version)
                .licenseId(licenseId)
                .tags(tags)
                .extras(extras)
                .distributions(distributions)
                .origin(origin);
    }

    /** Collects the values of a dataset while a record is read; not safe for several threads. */
    public static final class Builder {
        private String title;
        private String notes = "";
        private @Nullable String url;
        private @Nullable String version;
        private @Nullable String licenseId;
        private final LinkedHashSet<String> tags = new LinkedHashSet<>();
        private final SortedMap<String, String> extras = new TreeMap<>();
        private final List<Distribution> distributions = new ArrayList<>();
        private Origin origin = Origin.NONE;

        private Builder(String title) {
            this.title = title;
        }

        public Builder title(String value) {
            title = value;
            return this;
        }

        public Builder notes(String value) {
            notes = value;
            return this;
        }

        public Builder url(@Nullable String value) {
            url = value;
            return this;
        }

        public Builder version(@Nullable String value) {
            version = value;
            return this;
        }

        public Builder licenseId(@Nullable String value) {
            licenseId = value;
            return this;
        }

        public Builder tag(String value) {
            tags.add(value);
            return this;
        }

        /** Replaces the tags collected so far. */
        public Builder tags(Collection<String> values) {
            tags.clear();
            tags.addAll(values);
            return this;
        }

        /** Adds one extra; an empty value is kept, as CKAN's readers keep it. */
        public Builder extra(String key, String value) {
            extras.put(key, value);
            return this;
        }

        public Builder extras(Map<String, String> values) {
            extras.putAll(values);
            return this;
        }

        public Builder distribution(Distribution value) {
            distributions.add(value);
            return this;
        }

        public Builder distributions(Collection<Distribution> values) {
            distributions.addAll(values);
            return this;
        }

        public Builder origin(Origin value) {
            origin = value;
            return this;
        }

        public Dataset build() {
            return new Dataset(title, notes, url, version, licenseId, List.copyOf(tags), extras, distributions, origin);
        }
    }
}
