package org.garner.harvest.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body in: into memory while it is small, into a temporary file from then on. The file has no name once it is open (on Windows: until it
 * is closed), so that nothing of it stays behind, however the process ends.
 */
final class Spool implements AutoCloseable {
    /** The file for a large body could not be written: our trouble, not the source's. */
    static final class SpoolException extends IOException {
        SpoolException(Path folder, IOException cause) {
            super("the folder %s could not take the body: %s".formatted(folder, cause), cause);
        }
    }

    private static final int FIRST_BLOCK = 8 << 10;
    private static final int BLOCK = 256 << 10;

    private final int memoryBytes;
    private final Path folder;
    /** Full blocks of what came, and the one that fills: a buffer that doubles would copy a page of megabytes several times. */
    private final List<byte[]> blocks = new ArrayList<>();

    private byte[] block = new byte[0];
    private int inBlock;
    private @Nullable FileChannel file;
    private long size;

    Spool(int memoryBytes, Path folder) {
        this.memoryBytes = memoryBytes;
        this.folder = folder;
    }

    void write(byte[] bytes, int length) throws SpoolException {
        size += length;
        if (file == null && size <= memoryBytes) {
            remember(bytes, length);
            return;
        }
        try {
            if (file == null) {
                file = nameless(folder);
                append(file, ByteBuffer.wrap(remembered(size - length)));
                blocks.clear();
                block = new byte[0];
            }
            append(file, ByteBuffer.wrap(bytes, 0, length));
        } catch (IOException e) {
            throw new SpoolException(folder, e);
        }
    }

    long size() {
        return size;
    }

    /** Ends the taking in; what came is now the body's, which whoever receives it closes. */
    SourceReply.Body body() {
        if (file == null) {
            return new InMemory(remembered(size));
        }
        var body = new InFile(file, size);
        file = null;
        return body;
    }

    /** Removes the file of a body that nobody received. */
    @Override
    public void close() {
        if (file != null) {
            remove(file);
        }
    }

    private void remember(byte[] bytes, int length) {
        for (int from = 0; from < length; ) {
            if (inBlock == block.length) {
                block = new byte[blocks.isEmpty() ? FIRST_BLOCK : BLOCK];
                blocks.add(block);
                inBlock = 0;
            }
            int part = Math.min(length - from, block.length - inBlock);
            System.arraycopy(bytes, from, block, inBlock, part);
            inBlock += part;
            from += part;
        }
    }

    private byte[] remembered(long length) {
        var all = new byte[Math.toIntExact(length)];
        int to = 0;
        for (var each : blocks) {
            int part = Math.min(each.length, all.length - to);
            System.arraycopy(each, 0, all, to, part);
            to += part;
        }
        return all;
    }

    private static FileChannel nameless(Path folder) throws IOException {
        var path = Files.createTempFile(folder, "garner-", ".body");
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static void append(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static void remove(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary file could not be closed", e);
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

    private record InFile(FileChannel file, long size) implements SourceReply.Body {
        @Override
        public InputStream open() {
            return new BufferedInputStream(new Reading(file), 1 << 16);
        }

        @Override
        public byte[] bytes() throws IOException {
            try (var in = open()) {
                return in.readAllBytes();
            }
        }

        @Override
        public void close() {
            remove(file);
        }
    }

    /** One reading of a file from its start; several can go on at once. */
    private static final class Reading extends InputStream {
        private final FileChannel file;
        private long position;

        Reading(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        /** A listing goes on in the middle of gigabytes: what lies before is not read again. */
        @Override
        public long skip(long bytes) throws IOException {
            long skipped = Math.clamp(bytes, 0, Math.max(0, file.size() - position));
            position += skipped;
            return skipped;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = file.read(ByteBuffer.wrap(into, offset, length), position);
            position += Math.max(n, 0);
            return n;
        }
    }
}
