package org.garner.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The bearer token that may do everything, kept in a file of the data folder that only its owner can read.
 *
 * @param value 32 random bytes in base64url
 * @param isNew true when it was made just now: the one time that it is shown
 */
public record AdminToken(String value, boolean isNew) {
    private static final String FILE = "admin.token";

    /** The token of a data folder; makes one if there is none. */
    public static AdminToken of(Path folder) {
        var file = folder.resolve(FILE);
        try {
            if (Files.exists(file)) {
                return new AdminToken(read(file), false);
            }
            var bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            var value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            // Created with its rights: there is no moment at which somebody else could read it.
            var rights = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            try (var channel = Files.newByteChannel(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights)) {
                channel.write(java.nio.ByteBuffer.wrap((value + "\n").getBytes(StandardCharsets.US_ASCII)));
            }
            return new AdminToken(value, true);
        } catch (FileAlreadyExistsException e) {
            return new AdminToken(held(folder), false);
        } catch (IOException e) {
            throw new CannotStartException("The admin token %s cannot be kept: %s".formatted(file, e), e);
        }
    }

    /**
     * The token of a folder whose server runs.
     *
     * @throws CannotStartException when there is none, or this user may not read it
     */
    public static String held(Path folder) {
        var file = folder.resolve(FILE);
        try {
            return read(file);
        } catch (NoSuchFileException e) {
            throw new CannotStartException("There is no admin token in %s.".formatted(file), e);
        } catch (IOException e) {
            throw new CannotStartException(
                    "The admin token %s cannot be read (%s): only the user who started the server may."
                            .formatted(file, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    @Override
    public String toString() {
        return "AdminToken[hidden]";
    }
}
