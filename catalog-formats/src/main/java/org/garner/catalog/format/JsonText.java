package org.garner.catalog.format;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes lists and objects as JSON text, for extras, with the same blanks as Python's {@code json.dumps}: the values of existing catalogues then compare
 * equal. Characters beyond ASCII are written as they are.
 */
public final class JsonText {
    private JsonText() {}

    /**
     * @param value a map with text keys, a collection, a number, a boolean, a text or null, nested as you like
     */
    public static String of(@Nullable Object value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> {
                out.append('{');
                var separator = "";
                for (var entry : map.entrySet()) {
                    out.append(separator);
                    text(String.valueOf(entry.getKey()), out);
                    out.append(": ");
                    write(entry.getValue(), out);
                    separator = ", ";
                }
                out.append('}');
            }
            case Collection<?> list -> {
                out.append('[');
                var separator = "";
                for (var element : list) {
                    out.append(separator);
                    write(element, out);
                    separator = ", ";
                }
                out.append(']');
            }
            case Double number -> out.append(new BigDecimal(number.toString()).toPlainString());
            case Number number -> out.append(number);
            case Boolean flag -> out.append(flag);
            default -> text(value.toString(), out);
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, plain, i).append(escaped(c));
                plain = i + 1;
            }
        }
        out.append(text, plain, text.length()).append('"');
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u%04x".formatted((int) c);
        };
    }
}
