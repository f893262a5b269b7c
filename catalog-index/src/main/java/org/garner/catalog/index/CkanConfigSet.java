package org.garner.catalog.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/** The configuration of the Solr core that holds the catalogue: schema and request handling, with CKAN's field names. */
public final class CkanConfigSet {
    /** The usual name of the core; CKAN's clients that read Solr directly ask for it by this name. */
    public static final String CORE = "ckan";

    /**
     * Raised with every change of the files, in solrconfig.xml too, and of what documents are made of. The follower brings all packages into the index
     * again when it holds documents of a lower version.
     */
    static final int SCHEMA_VERSION = 2;

    private static final List<String> FILES = List.of("solrconfig.xml", "schema.xml");

    private CkanConfigSet() {}

    /** Writes the files into this folder, which exists and is the {@code conf} of a config set. */
    public static void writeTo(Path conf) {
        for (var name : FILES) {
            try (var file = CkanConfigSet.class.getResourceAsStream("/solr/ckan/conf/" + name)) {
                Files.copy(Objects.requireNonNull(file, name), conf.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "%s could not be written into %s: %s".formatted(name, conf, e.getMessage()), e);
            }
        }
    }
}
