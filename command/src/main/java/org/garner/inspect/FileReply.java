package org.garner.inspect;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceReply;
import org.garner.harvest.http.SourceRequest;

/** A file in place of a source that is one document: the reply to the one request that such a source is asked. */
final class FileReply implements SourceClient, SourceReply.Body {
    private final Path file;
    private final long size;

    FileReply(Path file) throws IOException {
        this.file = file;
        this.size = Files.size(file);
    }

    URI address() {
        return file.toUri();
    }

    SourceReply reply() {
        return new SourceReply(address(), 200, Map.of(), this);
    }

    @Override
    public SourceReply send(SourceRequest request) throws SourceException {
        if (!request.uri().equals(address())) {
            throw new SourceException(
                    new HarvestFailure.ForbiddenAddress(request.uri(), "only the file %s is read".formatted(file)));
        }
        return reply();
    }

    @Override
    public long size() {
        return size;
    }

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
        // The file is the operator's.
    }
}
