package org.garner.catalog.index;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Queries as people write them. */
final class QueryText {
    private static final Set<String> OPERATORS = Set.of("AND", "OR", "NOT");
    private static final Set<String> SYMBOLS = Set.of("&&", "||", "!", "+", "-");
    private static final Pattern PARSER_CHOICE = Pattern.compile("\\{!|(?i:_query_|_val_)\\s*:");

    private QueryText() {}

    /** What a part of a query is: a clause that names its field, a word that does not, a parenthesis, {@code and}, {@code or} or {@code not}. */
    private enum Kind {
        FIELDED,
        BARE,
        OPEN,
        CLOSE,
        JOINT,
        NOT,
        /** What changes nothing between two clauses: a sign alone, the weight of a group. */
        SILENT
    }

    private record Part(int start, int end, Kind kind) {}

    /** What is not allowed in this query: to choose another parser, which could read what its asker must not. */
    static Optional<String> forbidden(String query) {
        return PARSER_CHOICE.matcher(query).find()
                ? Optional.of("Local parameters are not supported: '%s' chooses a parser. Leave out {!...} and _query_:"
                        .formatted(query))
                : Optional.empty();
    }

    /**
     * Takes {@code and}, {@code or} and {@code not} in any letter case for operators when every operand names its field. Lucene takes only capital ones,
     * and would search for the word "and": a query that counts the catalogue then counts the packages that contain that word.
     */
    static String withOperators(String query) {
        var parts = parts(query);
        return parts.stream().anyMatch(part -> part.kind() == Kind.BARE) ? query : withOperators(query, parts);
    }

    /** The same between any two operands that name their fields, whatever else the query has. */
    static String withOperatorsBetweenFields(String query) {
        return withOperators(query, parts(query));
    }

    private static String withOperators(String query, List<Part> parts) {
        var leads = leadsToField(parts);
        var follows = false;
        var mended = new StringBuilder(query);
        for (var at = 0; at < parts.size(); at++) {
            var part = parts.get(at);
            var isOperator = part.kind() == Kind.NOT || (part.kind() == Kind.JOINT && follows);
            if (isOperator && leads.get(at)) {
                mended.replace(
                        part.start(),
                        part.end(),
                        query.substring(part.start(), part.end()).toUpperCase(Locale.ROOT));
            }
            follows = switch (part.kind()) {
                case FIELDED -> true;
                case BARE, OPEN, JOINT, NOT -> false;
                case CLOSE, SILENT -> follows;
            };
        }
        return mended.toString();
    }

    /** The places of the parts that a clause with a field follows, with nothing between but signs, {@code not} and opening parentheses. */
    private static BitSet leadsToField(List<Part> parts) {
        var places = new BitSet(parts.size());
        var leads = false;
        for (var at = parts.size() - 1; at >= 0; at--) {
            places.set(at, leads);
            leads = switch (parts.get(at).kind()) {
                case FIELDED -> true;
                case BARE, CLOSE, JOINT -> false;
                case OPEN, NOT, SILENT -> leads;
            };
        }
        return places;
    }

    /** Cuts at blanks and grouping parentheses; quotes, ranges, regular expressions and the parentheses of a field hold together. */
    private static List<Part> parts(String query) {
        var parts = new ArrayList<Part>();
        var at = 0;
        while (at < query.length()) {
            var c = query.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '(' || c == ')') {
                parts.add(new Part(at, at + 1, c == '(' ? Kind.OPEN : Kind.CLOSE));
                at++;
            } else {
                var end = end(query, at);
                parts.add(new Part(at, end, kind(query.substring(at, end))));
                at = end;
            }
        }
        return parts;
    }

    private static Kind kind(String text) {
        var upper = text.toUpperCase(Locale.ROOT);
        if (OPERATORS.contains(upper)) {
            return upper.equals("NOT") ? Kind.NOT : Kind.JOINT;
        }
        if (SYMBOLS.contains(text) || text.startsWith("^")) {
            return Kind.SILENT;
        }
        return namesField(text) ? Kind.FIELDED : Kind.BARE;
    }

    /** Whether this begins with the name of a field and a colon, perhaps after signs. */
    private static boolean namesField(String text) {
        var name = 0;
        while (name < text.length() && "+-!".indexOf(text.charAt(name)) >= 0) {
            name++;
        }
        for (var at = name; at < text.length(); at++) {
            var c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == ':') {
                return at > name;
            } else if (!Character.isLetterOrDigit(c) && "_.*-".indexOf(c) < 0) {
                return false;
            }
        }
        return false;
    }

    /** Where the part that begins here ends. */
    private static int end(String query, int start) {
        var depth = 0;
        var afterField = false;
        var at = start;
        while (at < query.length()) {
            var c = query.charAt(at);
            if (Character.isWhitespace(c)) {
                if (depth == 0 && !afterField) {
                    return at;
                }
                at++;
                continue;
            }
            if (c == '\\') {
                at++;
            } else if (c == '"' || (c == '/' && afterField)) {
                at = closing(query, at, c);
            } else if (c == '[' || c == '{' || (c == '(' && (depth > 0 || afterField))) {
                depth++;
            } else if (depth > 0 && (c == ']' || c == '}' || c == ')')) {
                depth--;
            } else if (depth == 0 && (c == '(' || c == ')')) {
                return at;
            }
            afterField = c == ':' && at > start;
            at++;
        }
        return query.length();
    }

    /** Where the quote that opens here is closed; the end of the query when it never is. */
    private static int closing(String query, int open, char quote) {
        for (var at = open + 1; at < query.length(); at++) {
            if (query.charAt(at) == '\\') {
                at++;
            } else if (query.charAt(at) == quote) {
                return at;
            }
        }
        return query.length();
    }
}
