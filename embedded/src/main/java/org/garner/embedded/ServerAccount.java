package org.garner.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The account under which Postgres runs: ours, or, since Postgres refuses to be root, another one when we are root.
 *
 * @param uid the user's number, -1 for our own
 * @param gid the group's number, -1 for our own
 */
record ServerAccount(int uid, int gid) {
    private static final ServerAccount OURS = new ServerAccount(-1, -1);
    private static final List<String> CANDIDATES = List.of("postgres", "nobody");
    private static final int EXECUTE = 1;

    /** The account for this data folder: its owner if it exists already, else {@code postgres}, else {@code nobody}. */
    static ServerAccount forData(Path data) {
        if (!isRoot()) {
            return OURS;
        }
        if (setpriv() == null) {
            throw new EmbeddedStartException(
                    "Postgres refuses to run as root, and the command setpriv (package util-linux) that would start it"
                            + " under another account was not found. Install it, or run as an ordinary user.");
        }
        try {
            if (Files.exists(data) && number(data, "uid") != 0) {
                return new ServerAccount(number(data, "uid"), number(data, "gid"));
            }
            for (var name : CANDIDATES) {
                for (var line : Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.UTF_8)) {
                    var fields = line.split(":", -1);
                    if (fields.length > 3 && fields[0].equals(name)) {
                        return new ServerAccount(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
                    }
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw new EmbeddedStartException("The account for Postgres could not be found: " + e.getMessage(), e);
        }
        throw new EmbeddedStartException(
                "Postgres refuses to run as root, and /etc/passwd names neither of the accounts %s. Add one, or run as an ordinary user."
                        .formatted(CANDIDATES));
    }

    private boolean isOurs() {
        return uid < 0;
    }

    /** The command as this account runs it, to its end. */
    List<String> command(List<String> words) {
        return isOurs() ? words : prefixed(List.of(), words);
    }

    /**
     * The command as this account runs it, interrupted by the kernel when the thread that started it ends (Linux only), and in a session of its own:
     * Ctrl-C on a terminal goes to the whole group of processes, and the server has to stay until it is stopped in order.
     */
    List<String> childCommand(List<String> words) {
        if (setpriv() == null) {
            return words;
        }
        var command = new ArrayList<String>();
        var setsid = tool("setsid");
        if (setsid != null) {
            command.add(setsid.toString());
        }
        command.addAll(prefixed(List.of("--pdeathsig", "INT"), words));
        return command;
    }

    private List<String> prefixed(List<String> options, List<String> words) {
        var command = new ArrayList<String>();
        command.add(String.valueOf(setpriv()));
        command.addAll(options);
        if (!isOurs()) {
            command.addAll(List.of("--reuid=" + uid, "--regid=" + gid, "--clear-groups"));
        }
        command.add("--");
        command.addAll(words);
        return command;
    }

    /** Makes this account the owner of the path and all below. */
    void own(Path path) throws IOException {
        if (isOurs() || !Files.exists(path)) {
            return;
        }
        try (var all = Files.walk(path)) {
            for (var each : (Iterable<Path>) all::iterator) {
                if (number(each, "uid") != uid) {
                    Files.setAttribute(each, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(each, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    /** Refuses a folder that this account cannot walk into, naming the parent that bars the way. */
    void requireWayTo(Path folder) {
        if (isOurs()) {
            return;
        }
        for (var each = folder.toAbsolutePath(); each != null; each = each.getParent()) {
            try {
                if (Files.exists(each) && !mayEnter(each)) {
                    throw new EmbeddedStartException(
                            ("Postgres runs as uid %d, because it refuses to be root, and that account may not enter"
                                + " %s, on the way to %s. Choose a data folder outside of it (the default for root is"
                                + " /var/lib/garner), or allow it: chmod o+x %s")
                                    .formatted(uid, each, folder, each));
                }
            } catch (IOException e) {
                throw new EmbeddedStartException("The rights of %s cannot be read: %s".formatted(each, e), e);
            }
        }
    }

    private boolean mayEnter(Path folder) throws IOException {
        var mode = number(folder, "mode");
        if (number(folder, "uid") == uid) {
            return (mode >> 6 & EXECUTE) != 0;
        }
        return ((number(folder, "gid") == gid ? mode >> 3 : mode) & EXECUTE) != 0;
    }

    private static int number(Path path, String attribute) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:" + attribute);
    }

    static boolean isRoot() {
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows")) {
            return false;
        }
        try {
            var self = Path.of("/proc/self");
            return Files.exists(self) ? number(self, "uid") == 0 : "root".equals(System.getProperty("user.name"));
        } catch (IOException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static @Nullable Path setpriv() {
        return tool("setpriv");
    }

    private static @Nullable Path tool(String name) {
        for (var folder : List.of("/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin")) {
            var path = Path.of(folder, name);
            // Busybox has these too, without the options that we need.
            if (Files.isExecutable(path) && !Files.isSymbolicLink(path)) {
                return path;
            }
        }
        return null;
    }
}
