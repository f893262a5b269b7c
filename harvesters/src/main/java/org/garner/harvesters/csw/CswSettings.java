package org.garner.harvesters.csw;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Set;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.SourceConfig;
import org.jspecify.annotations.Nullable;

/**
 * How a CSW source is asked; every member may be left out.
 *
 * @param cql only records that fulfil this CQL text
 * @param method {@code get}, {@code post} or {@code auto}: what the server advertises, and the other way when that fails
 * @param pageSize how many records one page asks for, 1 to 500; 200
 * @param outputSchema the schema to ask for in place of ISO 19139
 * @param typeNames the record type to ask for in place of what the server advertises
 */
record CswSettings(
        @JsonProperty("cql") @Nullable String cql,
        @JsonProperty("method") @Nullable String method,
        @JsonProperty("page_size") @Nullable Integer pageSize,
        @JsonProperty("output_schema") @Nullable String outputSchema,
        @JsonProperty("type_names") @Nullable String typeNames) {
    static final int LARGEST_PAGE = 500;
    private static final int USUAL_PAGE = 200;
    private static final Set<String> METHODS = Set.of("get", "post", "auto");

    static CswSettings of(SourceConfig config) throws InvalidConfigException {
        var settings = config.as(CswSettings.class);
        if (settings.pageSize != null && (settings.pageSize < 1 || settings.pageSize > LARGEST_PAGE)) {
            throw new InvalidConfigException(
                    "page_size is a number from 1 to %d, but was %d".formatted(LARGEST_PAGE, settings.pageSize));
        }
        if (settings.method != null && !METHODS.contains(settings.method.toLowerCase(Locale.ROOT))) {
            throw new InvalidConfigException("method is get, post or auto, but was '%s'".formatted(settings.method));
        }
        return new CswSettings(
                blankToNull(settings.cql),
                settings.method == null ? "auto" : settings.method.toLowerCase(Locale.ROOT),
                settings.pageSize,
                blankToNull(settings.outputSchema),
                blankToNull(settings.typeNames));
    }

    int page() {
        return pageSize == null ? USUAL_PAGE : pageSize;
    }

    CswSettings withPage(int size) {
        return new CswSettings(cql, method, size, outputSchema, typeNames);
    }

    boolean allows(CswMethod asked) {
        return method == null || method.equals("auto") || method.equalsIgnoreCase(asked.name());
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
