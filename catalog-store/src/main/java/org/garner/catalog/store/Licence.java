package org.garner.catalog.store;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a package tells of its licence beside the id.
 *
 * @param open whether it is open in the sense of the Open Definition
 */
record Licence(String id, String title, @Nullable String url, boolean open) {

    private static final Map<String, Licence> REGISTER = Stream.of(
                    open("cc-by", "Creative Commons Attribution", "http://www.opendefinition.org/licenses/cc-by"),
                    closed(
                            "cc-by-nd",
                            "Creative Commons Attribution No Derivatives",
                            "http://creativecommons.org/licenses/by-nd/4.0/"),
                    open(
                            "cc-by-sa",
                            "Creative Commons Attribution Share-Alike",
                            "http://www.opendefinition.org/licenses/cc-by-sa"),
                    closed(
                            "cc-nc",
                            "Creative Commons Non-Commercial (Any)",
                            "http://creativecommons.org/licenses/by-nc/2.0/"),
                    open("cc-zero", "Creative Commons CCZero", "http://www.opendefinition.org/licenses/cc-zero"),
                    open("gfdl", "GNU Free Documentation License", "http://www.opendefinition.org/licenses/gfdl"),
                    open(
                            "odc-by",
                            "Open Data Commons Attribution License",
                            "http://www.opendefinition.org/licenses/odc-by"),
                    open(
                            "odc-odbl",
                            "Open Data Commons Open Database License (ODbL)",
                            "http://www.opendefinition.org/licenses/odc-odbl"),
                    open(
                            "odc-pddl",
                            "Open Data Commons Public Domain Dedication and License (PDDL)",
                            "http://www.opendefinition.org/licenses/odc-pddl"),
                    open(
                            "uk-ogl",
                            "UK Open Government Licence (OGL)",
                            "http://reference.data.gov.uk/id/open-government-licence"),
                    open(
                            "ca-ogl",
                            "Open Government Licence Canada",
                            "https://open.canada.ca/en/open-government-licence-canada"),
                    open(
                            "dl-de-by-2.0",
                            "Datenlizenz Deutschland Namensnennung 2.0",
                            "https://www.govdata.de/dl-de/by-2-0"),
                    open("dl-de-zero-2.0", "Datenlizenz Deutschland Zero 2.0", "https://www.govdata.de/dl-de/zero-2-0"),
                    open(
                            "fr-lo",
                            "Licence Ouverte / Open Licence (Etalab)",
                            "https://www.etalab.gouv.fr/licence-ouverte-open-licence"),
                    open("nlod", "Norwegian Licence for Open Government Data", "https://data.norge.no/nlod/"),
                    open("us-pd", "U.S. Government Work", "https://www.usa.gov/government-works"),
                    open("other-at", "Other (Attribution)", null),
                    closed("other-closed", "Other (Not Open)", null),
                    closed("other-nc", "Other (Non-Commercial)", null),
                    open("other-open", "Other (Open)", null),
                    open("other-pd", "Other (Public Domain)", null),
                    closed("notspecified", "License not specified", null))
            .collect(Collectors.toUnmodifiableMap(Licence::id, Function.identity()));

    private static Licence open(String id, String title, @Nullable String url) {
        return new Licence(id, title, url, true);
    }

    private static Licence closed(String id, String title, @Nullable String url) {
        return new Licence(id, title, url, false);
    }

    static Optional<Licence> of(@Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(REGISTER.get(id));
    }
}
