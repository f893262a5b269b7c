package org.garner.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A licence of the register: those that a dataset's licence id may name. How a record's words and addresses name them, the readers know.
 *
 * @param id CKAN's licence id, such as {@code uk-ogl}
 * @param title the name for people
 * @param url where its text is, null for a class of licences such as "Other (Open)"
 * @param open whether it is open in the sense of the Open Definition
 */
public record Licence(String id, String title, @Nullable String url, boolean open) {

    private static final List<Licence> REGISTER = List.of(
            open("cc-by", "Creative Commons Attribution", "http://www.opendefinition.org/licenses/cc-by"),
            closed(
                    "cc-by-nd",
                    "Creative Commons Attribution No Derivatives",
                    "http://creativecommons.org/licenses/by-nd/4.0/"),
            open(
                    "cc-by-sa",
                    "Creative Commons Attribution Share-Alike",
                    "http://www.opendefinition.org/licenses/cc-by-sa"),
            closed("cc-nc", "Creative Commons Non-Commercial (Any)", "http://creativecommons.org/licenses/by-nc/2.0/"),
            open("cc-zero", "Creative Commons CCZero", "http://www.opendefinition.org/licenses/cc-zero"),
            open("gfdl", "GNU Free Documentation License", "http://www.opendefinition.org/licenses/gfdl"),
            open("odc-by", "Open Data Commons Attribution License", "http://www.opendefinition.org/licenses/odc-by"),
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
            open("dl-de-by-2.0", "Datenlizenz Deutschland Namensnennung 2.0", "https://www.govdata.de/dl-de/by-2-0"),
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
            closed("other-license-specified", "Other license specified", null),
            closed("notspecified", "License not specified", null));

    private static final Map<String, Licence> BY_ID =
            REGISTER.stream().collect(Collectors.toUnmodifiableMap(Licence::id, Function.identity()));

    public Licence {
        if (id.isBlank() || title.isBlank()) {
            throw new IllegalArgumentException(
                    "A licence has an id and a title, but they were '%s' and '%s'".formatted(id, title));
        }
    }

    /** The register, in the order in which it is shown. */
    public static List<Licence> all() {
        return REGISTER;
    }

    public static Optional<Licence> byId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    private static Licence open(String id, String title, @Nullable String url) {
        return new Licence(id, title, url, true);
    }

    private static Licence closed(String id, String title, @Nullable String url) {
        return new Licence(id, title, url, false);
    }
}
