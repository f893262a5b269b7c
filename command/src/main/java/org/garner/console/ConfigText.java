package org.garner.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code --config} takes: a JSON object, or a file with one. */
public final class ConfigText {
    private ConfigText() {}

    /**
     * The text of the settings; nothing is said of what is in it.
     *
     * @throws CommandException when it names a file that cannot be read
     */
    public static String of(String fileOrJson) {
        try {
            return fileOrJson.strip().startsWith("{") ? fileOrJson : Files.readString(Path.of(fileOrJson));
        } catch (IOException e) {
            throw CommandException.wrongUsage(
                    "--config is a JSON object or a file with one, but %s could not be read: %s"
                            .formatted(fileOrJson, e));
        }
    }
}
