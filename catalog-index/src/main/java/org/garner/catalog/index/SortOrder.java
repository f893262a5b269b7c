package org.garner.catalog.index;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An order of packages.
 *
 * @param clauses as Solr wants it, with the id as the last resort: without it, equal packages change places between two pages
 * @param told as it is told to clients
 */
record SortOrder(String clauses, String told) {
    private static final String USUAL = "score desc, metadata_modified desc";
    private static final Pattern CLAUSE =
            Pattern.compile("([A-Za-z_][\\w.-]*)\\s+(asc|desc)", Pattern.CASE_INSENSITIVE);

    /** The order that was asked for; empty when it is none. */
    static Optional<SortOrder> of(String asked) {
        var told = asked.isBlank() || asked.strip().equalsIgnoreCase("rank") ? USUAL : asked;
        var clauses = new ArrayList<String>();
        var hasId = false;
        for (var clause : told.split(",")) {
            var match = CLAUSE.matcher(clause.strip());
            if (!match.matches()) {
                return Optional.empty();
            }
            var field = match.group(1).equals("rank") ? "score" : match.group(1);
            var exact = FieldNames.exact(field);
            if (exact.isEmpty()) {
                return Optional.empty();
            }
            hasId |= field.equals("id");
            clauses.add(exact.get() + " " + match.group(2).toLowerCase(Locale.ROOT));
        }
        if (!hasId) {
            clauses.add("id asc");
        }
        return Optional.of(new SortOrder(String.join(", ", clauses), told));
    }
}
