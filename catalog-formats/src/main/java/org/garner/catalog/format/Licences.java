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
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The register of licences: finds one by its id, by an address (scheme, {@code www.}, case and trailing slash do not count), or by words. */
public final class Licences {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:https?://|www\\.)[^\\s\"'<>()\\[\\]{}]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** "Not under the Open Government Licence" does not grant it. */
    private static final Pattern DENIAL = Pattern.compile(" (?:not|no|non|except|unless|excluding|without|outside) ");

    /** How many characters before a licence's name a denial may stand. */
    private static final int DENIAL_REACH = 60;

    private static final Licences STANDARD = load();

    private final List<Licence> all;
    private final Map<String, Licence> byId = new HashMap<>();
    private final Map<String, Licence> byAddress = new HashMap<>();
    private final List<Named> byBeginning = new ArrayList<>();
    private final List<Named> byPhrase = new ArrayList<>();

    private record Named(String name, Licence licence) {}

    Licences(List<Licence> licences) {
        all = List.copyOf(licences);
        for (var licence : all) {
            byId.put(licence.id(), licence);
            if (!licence.url().isEmpty()) {
                byAddress.put(address(licence.url()), licence);
            }
            for (var alias : licence.aliases()) {
                if (alias.endsWith("*")) {
                    byBeginning.add(new Named(address(alias.substring(0, alias.length() - 1)), licence));
                } else {
                    byAddress.put(address(alias), licence);
                }
            }
            licence.phrases().forEach(phrase -> byPhrase.add(new Named(words(phrase), licence)));
        }
        // The longest name decides: "attribution non commercial" is not "attribution".
        var longestFirst =
                Comparator.comparingInt((Named named) -> named.name().length()).reversed();
        byBeginning.sort(longestFirst);
        byPhrase.sort(longestFirst);
    }

    /** The register that Garner comes with. */
    public static Licences standard() {
        return STANDARD;
    }

    public List<Licence> all() {
        return all;
    }

    public Optional<Licence> byId(String id) {
        return Optional.ofNullable(byId.get(id.strip().toLowerCase(Locale.ROOT)));
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

    private Optional<Licence> byWordsIn(String text) {
        var words = words(text);
        for (var named : byPhrase) {
            int at = words.indexOf(named.name());
            if (at >= 0
                    && !DENIAL.matcher(words.substring(Math.max(0, at - DENIAL_REACH), at + 1))
                            .find()) {
                return Optional.of(named.licence());
            }
        }
        return Optional.empty();
    }

    private static String address(String written) {
        var address = written.strip().toLowerCase(Locale.ROOT);
        address = address.replaceFirst("^https?://", "").replaceFirst("^www\\.", "");
        return address.replaceFirst("[/.,;:]+$", "");
    }

    /** Words in lower case between single blanks, with a blank at both ends, so that a phrase is found as whole words. */
    private static String words(String text) {
        return " "
                + NOT_A_WORD
                        .matcher(text.toLowerCase(Locale.ROOT))
                        .replaceAll(" ")
                        .strip() + " ";
    }

    private static Licences load() {
        try (InputStream register = Licences.class.getResourceAsStream("licences.json")) {
            if (register == null) {
                throw new IllegalStateException("The licence register licences.json is missing from the class path");
            }
            return new Licences(JsonMapper.shared().readValue(register, new TypeReference<List<Licence>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
