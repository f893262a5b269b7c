package org.garner.catalog.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first place where a document that passes for UTF-8 is something else.
 *
 * @param value the byte that cannot stand there
 */
record WrongBytes(int line, int column, int value) {

    /** Null when the document is unknown or sound UTF-8. */
    static @Nullable WrongBytes firstIn(byte @Nullable [] document) {
        if (document == null) {
            return null;
        }
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(document);
        var out = CharBuffer.allocate(1 << 13);
        int line = 1;
        int column = 1;
        CoderResult result;
        do {
            result = decoder.decode(in, out, true);
            out.flip();
            while (out.hasRemaining()) {
                boolean newLine = out.get() == '\n';
                line += newLine ? 1 : 0;
                column = newLine ? 1 : column + 1;
            }
            out.clear();
        } while (result.isOverflow());
        return result.isError() ? new WrongBytes(line, column, document[in.position()] & 0xff) : null;
    }

    String describe() {
        return "expected UTF-8 as the document declares or implies, found byte 0x%02x, which looks like Windows-1252 or ISO 8859-1"
                .formatted(value);
    }
}
