package org.garner.catalog.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a package tells of its licence beside the id.
 *
 * @param open whether it is open in the sense of the Open Definition
 */
record Licence(String id, String title, @Nullable String url, boolean open) {

    private static final Map<String, Licence> REGISTER = List.of(
                    new Licence(
                            "cc-by",
                            "Creative Commons Attribution",
                            "https://creativecommons.org/licenses/by/4.0/",
                            true),
                    new Licence(
                            "cc-by-sa",
                            "Creative Commons Attribution Share-Alike",
                            "https://creativecommons.org/licenses/by-sa/4.0/",
                            true),
                    new Licence(
                            "cc-nc",
                            "Creative Commons Non-Commercial (Any)",
                            "https://creativecommons.org/licenses/by-nc/2.0/",
                            false),
                    new Licence(
                            "cc-zero",
                            "Creative Commons CCZero",
                            "https://creativecommons.org/publicdomain/zero/1.0/",
                            true),
                    new Licence(
                            "gfdl",
                            "GNU Free Documentation License",
                            "https://www.gnu.org/licenses/fdl-1.3.html",
                            true),
                    new Licence("notspecified", "License not specified", null, false),
                    new Licence(
                            "odc-by",
                            "Open Data Commons Attribution License",
                            "https://opendatacommons.org/licenses/by/1-0/",
                            true),
                    new Licence(
                            "odc-odbl",
                            "Open Data Commons Open Database License (ODbL)",
                            "https://opendatacommons.org/licenses/odbl/1-0/",
                            true),
                    new Licence(
                            "odc-pddl",
                            "Open Data Commons Public Domain Dedication and License (PDDL)",
                            "https://opendatacommons.org/licenses/pddl/1-0/",
                            true),
                    new Licence("other-at", "Other (Attribution)", null, true),
                    new Licence("other-closed", "Other (Not Open)", null, false),
                    new Licence("other-nc", "Other (Non-Commercial)", null, false),
                    new Licence("other-open", "Other (Open)", null, true),
                    new Licence("other-pd", "Other (Public Domain)", null, true),
                    new Licence(
                            "uk-ogl",
                            "UK Open Government Licence (OGL)",
                            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
                            true))
            .stream()
            .collect(Collectors.toUnmodifiableMap(Licence::id, Function.identity()));

    static Optional<Licence> of(@Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(REGISTER.get(id));
    }
}
