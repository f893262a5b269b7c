package org.garner.catalog.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.garner.catalog.Licence;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Finds a licence of the register by its id, by an address (scheme, {@code www.}, case and trailing slash do not count), or by words. */
public final class Licences {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:https?://|www\\.)[^\\s\"'<>()\\[\\]{}]+", Pattern.CASE_INSENSITIVE);

    /** "Not under the Open Government Licence" does not grant it. */
    private static final Pattern DENIAL = Pattern.compile(" (?:not|no|non|except|unless|excluding|without|outside) ");

    /** How many characters before a licence's name a denial may stand. */
    private static final int DENIAL_REACH = 60;

    private static final Licences STANDARD = load();

    /** Longer texts are no ids, and need not be looked at as one. */
    private static final int LONGEST_ID = 64;

    private final Map<String, Licence> byId = new HashMap<>();
    private final Map<String, Licence> byAddress = new HashMap<>();
    private final List<Named> byBeginning = new ArrayList<>();
    private final Map<String, List<Named>> byFirstWord = new HashMap<>();

    private record Named(String name, Licence licence) {}

    /**
     * How records name a licence of the register, beside its id and its address.
     *
     * @param aliases further addresses; one that ends in {@code *} stands for all that begin so
     * @param phrases words in lower case that name the licence in running text
     */
    private record Naming(String id, List<String> aliases, List<String> phrases) {}

    private Licences(List<Naming> namings) {
        for (var naming : namings) {
            var licence = Licence.byId(naming.id())
                    .orElseThrow(() -> new IllegalStateException(
                            "licences.json names the licence '%s', which the register does not have"
                                    .formatted(naming.id())));
            byId.put(licence.id(), licence);
            if (licence.url() != null) {
                byAddress.put(address(licence.url()), licence);
            }
            for (var alias : naming.aliases()) {
                if (alias.endsWith("*")) {
                    byBeginning.add(new Named(address(alias.substring(0, alias.length() - 1)), licence));
                } else {
                    byAddress.put(address(alias), licence);
                }
            }
            for (var phrase : naming.phrases()) {
                var name = words(phrase);
                byFirstWord
                        .computeIfAbsent(wordAt(name, 0), word -> new ArrayList<>())
                        .add(new Named(name, licence));
            }
        }
        byBeginning.sort(
                Comparator.comparingInt((Named named) -> named.name().length()).reversed());
    }

    /** Those that Garner comes with. */
    public static Licences standard() {
        return STANDARD;
    }

    public Optional<Licence> byId(String id) {
        return id.length() > LONGEST_ID
                ? Optional.empty()
                : Optional.ofNullable(byId.get(id.strip().toLowerCase(Locale.ROOT)));
    }

    /**
     * The licence that one of these texts names: first by a whole text that is an id, then by an address in a text, last by words.
     *
     * @param texts what a record says about its use, in its order
     */
    public Optional<Licence> named(Collection<String> texts) {
        return texts.stream()
                .flatMap(text -> byId(text).stream())
                .findFirst()
                .or(() -> texts.stream()
                        .flatMap(text -> byAddressIn(text).stream())
                        .findFirst())
                .or(() ->
                        texts.stream().flatMap(text -> byWordsIn(text).stream()).findFirst());
    }

    private Optional<Licence> byAddressIn(String text) {
        if (!text.contains("://") && !text.contains("www.")) {
            return Optional.empty();
        }
        var addresses = ADDRESS.matcher(text);
        while (addresses.find()) {
            var found = byAddress(addresses.group());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Licence> byAddress(String written) {
        var address = address(written);
        var exact = byAddress.get(address);
        if (exact != null) {
            return Optional.of(exact);
        }
        return byBeginning.stream()
                .filter(named -> address.startsWith(named.name()))
                .map(Named::licence)
                .findFirst();
    }

    /** The longest name in the text decides: "attribution non commercial" is not "attribution". */
    private Optional<Licence> byWordsIn(String text) {
        var words = words(text);
        Named found = null;
        for (int blank = 0; blank >= 0 && blank < words.length() - 1; blank = words.indexOf(' ', blank + 1)) {
            for (var named : byFirstWord.getOrDefault(wordAt(words, blank), List.of())) {
                boolean longer =
                        found == null || named.name().length() > found.name().length();
                if (longer && words.startsWith(named.name(), blank) && !isDenied(words, blank)) {
                    found = named;
                }
            }
        }
        return Optional.ofNullable(found).map(Named::licence);
    }

    private static boolean isDenied(String words, int at) {
        return DENIAL.matcher(words.substring(Math.max(0, at - DENIAL_REACH), at + 1))
                .find();
    }

    private static String wordAt(String words, int blank) {
        return words.substring(blank + 1, words.indexOf(' ', blank + 1));
    }

    private static String address(String written) {
        var address = written.strip().toLowerCase(Locale.ROOT);
        address = address.replaceFirst("^https?://", "").replaceFirst("^www\\.", "");
        return address.replaceFirst("[/.,;:]+$", "");
    }

    /** Words in lower case between single blanks, with a blank at both ends, so that a phrase is found as whole words. */
    private static String words(String text) {
        var words = new StringBuilder(text.length() + 2).append(' ');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                words.append(Character.toLowerCase(c));
            } else if (words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        }
        return words.charAt(words.length() - 1) == ' '
                ? words.toString()
                : words.append(' ').toString();
    }

    private static Licences load() {
        try (InputStream register = Licences.class.getResourceAsStream("licences.json")) {
            if (register == null) {
                throw new IllegalStateException(
                        "The namings of licences, licences.json, are missing from the class path");
            }
            return new Licences(JsonMapper.shared().readValue(register, new TypeReference<List<Naming>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
