package org.garner.catalog.format.dcatus;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.garner.catalog.Licence;
import org.garner.catalog.format.Licences;

/** Licences by the names and addresses that data.json files use; scheme, {@code www.}, case and a trailing slash make no difference. */
final class DcatUsLicences {
    static final String ABSENT = "notspecified";
    static final String UNKNOWN = "other-license-specified";

    /** The id first, then its names. */
    private static final String TABLE = """
        cc-by | Creative Commons Attribution | opendefinition.org/licenses/cc-by | creativecommons.org/licenses/by/4.0 | creativecommons.org/licenses/by/3.0
        cc-by-sa | Creative Commons Attribution Share-Alike | opendefinition.org/licenses/cc-by-sa | creativecommons.org/licenses/by-sa/4.0
        cc-nc | Creative Commons Non-Commercial (Any) | creativecommons.org/licenses/by-nc/2.0
        cc-zero | Creative Commons CCZero | opendefinition.org/licenses/cc-zero | creativecommons.org/publicdomain/zero/1.0
        gfdl | GNU Free Documentation License | opendefinition.org/licenses/gfdl | gnu.org/licenses/fdl-1.3.en.html
        odc-by | Open Data Commons Attribution License | opendefinition.org/licenses/odc-by | opendatacommons.org/licenses/by/1.0
        odc-odbl | Open Data Commons Open Database License (ODbL) | opendefinition.org/licenses/odc-odbl | opendatacommons.org/licenses/odbl/1.0
        odc-pddl | Open Data Commons Public Domain Dedication and License (PDDL) | opendefinition.org/licenses/odc-pddl | opendatacommons.org/licenses/pddl/1.0
        uk-ogl | UK Open Government Licence (OGL) | reference.data.gov.uk/id/open-government-licence | nationalarchives.gov.uk/doc/open-government-licence/version/3
        us-pd | U.S. Government Work | usa.gov/publicdomain/label/1.0 | usa.gov/government-works | usa.gov/government-copyright
        other-at | Other (Attribution)
        other-nc | Other (Non-Commercial)
        other-closed | Other (Not Open)
        other-open | Other (Open)
        other-pd | Other (Public Domain) | creativecommons.org/publicdomain/mark/1.0
        notspecified | License Not Specified | not specified
        """;

    private static final Map<String, String> BY_NAME = byName();

    private DcatUsLicences() {}

    static String idOf(String license) {
        if (license.isEmpty()) {
            return ABSENT;
        }
        var known = BY_NAME.get(plain(license));
        return known != null
                ? known
                : Licences.standard().named(List.of(license)).map(Licence::id).orElse(UNKNOWN);
    }

    private static Map<String, String> byName() {
        var byName = new HashMap<String, String>();
        TABLE.lines().forEach(line -> {
            var names = line.split("\\|");
            for (var name : names) {
                byName.put(plain(name), names[0].strip());
            }
        });
        return byName;
    }

    private static String plain(String license) {
        return license.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^https?://", "")
                .replaceFirst("^www\\.", "")
                .replaceFirst("/+$", "");
    }
}
