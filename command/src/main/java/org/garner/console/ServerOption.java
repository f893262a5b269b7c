package org.garner.console;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.garner.client.ServerClient;
import org.garner.embedded.DataFolder;
import org.garner.standalone.AdminToken;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server a command speaks to, and as whom: the same for every verb that needs one that runs. */
public final class ServerOption {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server to speak to, such as https://garner.example; by default $GARNER_SERVER, else the"
                    + " one that runs on the data folder.")
    private @Nullable String server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN|@FILE",
            description =
                    "The token to speak with, or @ and a file that has it; by default $GARNER_TOKEN, else the admin"
                            + " token of the data folder. Other users of a machine see what stands on a command line:"
                            + " prefer @FILE.")
    private @Nullable String token;

    @Mixin
    private DataOption data;

    /**
     * Opens the server; nothing is asked of it yet.
     *
     * @throws CommandException when none is named and none runs on the data folder
     */
    public ServerClient open() {
        return open(System.getenv());
    }

    ServerClient open(Map<String, String> environment) {
        var named = first(server, environment.get("GARNER_SERVER"));
        var given = first(token, environment.get("GARNER_TOKEN"));
        if (named != null) {
            if (given == null) {
                throw CommandException.wrongUsage(
                        "The server %s is spoken to with a token: give --token, or set GARNER_TOKEN".formatted(named));
            }
            return new ServerClient(address(named), secret(given));
        }
        var url = DataFolder.owner(data.folder()).map(DataFolder.Owner::url).orElse(null);
        if (url == null) {
            throw CommandException.failed(
                    "No server runs on the data folder %s. Start one with garner up, or name another with --server or --data."
                            .formatted(data.folder()));
        }
        return new ServerClient(url, given == null ? AdminToken.held(data.folder()) : secret(given));
    }

    private static @Nullable String first(@Nullable String typed, @Nullable String environment) {
        if (typed != null && !typed.isBlank()) {
            return typed.strip();
        }
        return environment == null || environment.isBlank() ? null : environment.strip();
    }

    private static URI address(String typed) {
        try {
            var url = new URI(typed);
            var scheme = url.getScheme();
            if (url.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw CommandException.wrongUsage("'%s' is no address: %s".formatted(typed, e.getReason()));
        }
        throw CommandException.wrongUsage(
                "The address of a server begins with http:// or https:// and a host, but was '%s'".formatted(typed));
    }

    private static String secret(String given) {
        if (!given.startsWith("@")) {
            return given;
        }
        var file = Path.of(given.substring(1));
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw CommandException.wrongUsage("The token cannot be read from %s: %s".formatted(file, e));
        }
    }
}
