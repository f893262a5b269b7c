package org.garner.catalog.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Queries as people write them. */
final class QueryText {
    private static final Set<String> OPERATORS = Set.of("AND", "OR", "NOT");
    private static final Pattern FIELDED = Pattern.compile("[+\\-!]*\\(*[+\\-!]*(?:[\\w.-]|\\\\.)+:.*", Pattern.DOTALL);
    private static final Pattern PARSER_CHOICE = Pattern.compile("\\{!|(?i:_query_|_val_)\\s*:");

    private QueryText() {}

    private record Word(int start, int end, String text) {
        boolean isOperator() {
            return OPERATORS.contains(text.toUpperCase(Locale.ROOT));
        }
    }

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
        var words = words(query);
        var operands = words.stream().filter(word -> !word.isOperator()).toList();
        if (operands.isEmpty()
                || operands.size() == words.size()
                || words.getLast().isOperator()
                || !operands.stream()
                        .allMatch(word -> FIELDED.matcher(word.text()).matches())) {
            return query;
        }
        var mended = new StringBuilder(query);
        for (var word : words) {
            if (word.isOperator()) {
                mended.replace(word.start(), word.end(), word.text().toUpperCase(Locale.ROOT));
            }
        }
        return mended.toString();
    }

    /** Parts between blanks and grouping parentheses; quotes, ranges and the parentheses of a field hold together. */
    private static List<Word> words(String query) {
        var words = new ArrayList<Word>();
        var start = -1;
        var depth = 0;
        var quoted = false;
        for (var at = 0; at <= query.length(); at++) {
            var end = at == query.length();
            var c = end ? ' ' : query.charAt(at);
            var inside = quoted || depth > 0;
            if (c == '\\') {
                start = start < 0 ? at : start;
                at++;
            } else if (!end && c == '"') {
                quoted = !quoted;
                start = start < 0 ? at : start;
            } else if (!quoted && (c == '[' || c == '{' || (c == '(' && (inside || isAfterField(query, at))))) {
                depth++;
            } else if (!quoted && inside && (c == ']' || c == '}' || c == ')')) {
                depth--;
            } else if (end || (!inside && (Character.isWhitespace(c) || c == '(' || c == ')'))) {
                if (start >= 0) {
                    words.add(new Word(start, at, query.substring(start, at)));
                    start = -1;
                }
            } else if (start < 0) {
                start = at;
            }
        }
        return words;
    }

    private static boolean isAfterField(String query, int at) {
        return at > 0 && query.charAt(at - 1) == ':';
    }
}
