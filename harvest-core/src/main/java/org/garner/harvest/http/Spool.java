package org.garner.harvest.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Takes a body in: into memory while it is small, into a temporary file from then on. */
final class Spool implements AutoCloseable {
    /** The file for a large body could not be written: our trouble, not the source's. */
    static final class SpoolException extends IOException {
        SpoolException(Path folder, IOException cause) {
            super("the folder %s could not take the body: %s".formatted(folder, cause), cause);
        }
    }

    private final int memoryBytes;
    private final Path folder;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private long size;

    Spool(int memoryBytes, Path folder) {
        this.memoryBytes = memoryBytes;
        this.folder = folder;
    }

    void write(byte[] bytes, int length) throws SpoolException {
        try {
            size += length;
            if (out == null && size > memoryBytes) {
                file = Files.createTempFile(folder, "garner-", ".body");
                out = Files.newOutputStream(file);
                memory.writeTo(out);
                memory = new ByteArrayOutputStream(0);
            }
            if (out == null) {
                memory.write(bytes, 0, length);
            } else {
                out.write(bytes, 0, length);
            }
        } catch (IOException e) {
            throw new SpoolException(folder, e);
        }
    }

    long size() {
        return size;
    }

    /** Ends the taking in; what came is now the body's, which whoever receives it closes. */
    SourceReply.Body body() throws SpoolException {
        if (file == null || out == null) {
            return new InMemory(memory.toByteArray());
        }
        try {
            out.close();
        } catch (IOException e) {
            throw new SpoolException(folder, e);
        }
        var body = new InFile(file, size);
        file = null;
        return body;
    }

    /** Removes the file of a body that nobody received. */
    @Override
    public void close() {
        if (file != null) {
            try {
                if (out != null) {
                    out.close();
                }
            } catch (IOException e) {
                // What it held is thrown away.
            }
            remove(file);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    /** A body without bytes. */
    static SourceReply.Body nothing() {
        return new InMemory(new byte[0]);
    }

    private record InMemory(byte[] content) implements SourceReply.Body {
        @Override
        public long size() {
            return content.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public byte[] bytes() {
            return content;
        }

        @Override
        public void close() {
            // Memory needs no closing.
        }
    }

    private record InFile(Path file, long size) implements SourceReply.Body {
        @Override
        public InputStream open() throws IOException {
            return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        }

        @Override
        public byte[] bytes() throws IOException {
            return Files.readAllBytes(file);
        }

        @Override
        public void close() {
            remove(file);
        }
    }
}
