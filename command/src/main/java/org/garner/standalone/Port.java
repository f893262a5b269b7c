package org.garner.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The port that the server is to answer on: tried before anything is started, and explained when it is taken. */
final class Port {
    private Port() {}

    /** @throws CannotStartException when the port cannot be had, with who holds it and what to do */
    static void require(String host, int port) {
        try (var socket = new ServerSocket()) {
            // As Tomcat does; without it a port whose last connections are closing looks occupied for a minute.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new CannotStartException("--host %s is no address of this machine.".formatted(host), e);
        } catch (IOException e) {
            throw new CannotStartException(
                    "%s cannot be used: %s. Stop that process, or choose another port with --port (0: any free one)."
                            .formatted(
                                    host + ":" + port,
                                    holder(port).isEmpty() ? String.valueOf(e.getMessage()) : holder(port)),
                    e);
        }
    }

    /** Who listens on the port, as far as this system and this user's rights tell. */
    private static String holder(int port) {
        try {
            var sockets = listening(Path.of("/proc/net/tcp"), port);
            sockets.addAll(listening(Path.of("/proc/net/tcp6"), port));
            if (sockets.isEmpty()) {
                return "";
            }
            return ProcessHandle.allProcesses()
                    .filter(process -> holds(process.pid(), sockets))
                    .findFirst()
                    .map(process -> "process %d (%s) listens on it"
                            .formatted(process.pid(), process.info().command().orElse("unknown")))
                    .orElse("a process of another user listens on it");
        } catch (IOException e) {
            return "";
        }
    }

    /** The inodes of the sockets that listen on a port: columns local address, state and inode of proc(5)'s table. */
    private static Set<String> listening(Path table, int port) throws IOException {
        var sockets = new HashSet<String>();
        if (!Files.isReadable(table)) {
            return sockets;
        }
        var ending = String.format(Locale.ROOT, ":%04X", port);
        for (var line : Files.readAllLines(table)) {
            var columns = line.strip().split("\\s+");
            if (columns.length > 9 && columns[1].endsWith(ending) && columns[3].equals("0A")) {
                sockets.add("socket:[" + columns[9] + "]");
            }
        }
        return sockets;
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (var files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var file : files) {
                if (sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            // The process ended meanwhile, or belongs to somebody else.
        }
        return false;
    }
}
