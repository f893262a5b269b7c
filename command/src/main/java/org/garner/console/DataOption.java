package org.garner.console;

import java.nio.file.Path;
import org.garner.embedded.DataFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data}, the same for every verb. */
public final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder; by default ~/.garner, as root /var/lib/garner.")
    private @Nullable Path data;

    public Path folder() {
        return (data == null ? DataFolder.standard() : data).toAbsolutePath().normalize();
    }
}
