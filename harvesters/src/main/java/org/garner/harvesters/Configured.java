package org.garner.harvesters;

import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.SourceException;

/** The settings of a source as its type reads them, while it is being harvested. */
public final class Configured {
    private Configured() {}

    /** Reads settings. */
    @FunctionalInterface
    public interface Reader<T> {
        T of(SourceConfig config) throws InvalidConfigException;
    }

    /** @throws SourceException when the settings were accepted once, but cannot be used any more */
    public static <T> T by(Reader<T> reader, HarvestSource source) throws SourceException {
        try {
            return reader.of(source.config());
        } catch (InvalidConfigException e) {
            throw new SourceException(new HarvestFailure.Unexpected(
                    source.url(), "a configuration for " + source.type(), String.valueOf(e.getMessage())));
        }
    }
}
