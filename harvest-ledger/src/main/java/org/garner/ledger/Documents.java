package org.garner.ledger;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_document}: every document once, under the SHA-256 of its bytes. */
public class Documents {
    private final JdbcClient jdbc;

    public Documents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A document on its way into the table.
     *
     * @param hash SHA-256 in lower-case hexadecimal
     * @param deflated its bytes, deflated at level 1
     * @param size its bytes before
     */
    public record Packed(String hash, byte[] deflated, int size) {
        public static Packed of(byte[] document) {
            return of(hashOf(document), document);
        }

        /** @param hash what {@link Documents#hashOf} said of this document */
        public static Packed of(String hash, byte[] document) {
            return new Packed(hash, deflate(document), document.length);
        }
    }

    public static String hashOf(byte[] document) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Stores what is not there yet. Sorted, so that two transactions with the same documents wait for each other instead of deadlocking. */
    public void put(List<Packed> documents) {
        if (documents.isEmpty()) {
            return;
        }
        var sorted =
                documents.stream().sorted(Comparator.comparing(Packed::hash)).toList();
        jdbc.sql("""
            insert into harvest_document as d (hash, content, size)
            select distinct on (hash) decode(n.hash, 'hex'), n.content, n.size
              from unnest(:hashes::text[], :contents::bytea[], :sizes::int[]) as n (hash, content, size)
             order by hash
            on conflict (hash) do update set last_seen = now() where d.last_seen < now() - interval '12 hours'
            """)
                .param("hashes", sorted.stream().map(Packed::hash).toArray(String[]::new))
                .param("contents", sorted.stream().map(Packed::deflated).toArray(byte[][]::new))
                .param(
                        "sizes",
                        sorted.stream().map(d -> Integer.toString(d.size())).toArray(String[]::new))
                .update();
    }

    /** The document with this hash, in hexadecimal; nothing when it is not in the store, or not any more. */
    public Optional<byte[]> find(String hash) {
        return jdbc.sql("select content, size from harvest_document where hash = decode(:hash, 'hex')")
                .param("hash", hash)
                .query((row, number) -> inflate(row.getBytes("content"), row.getInt("size")))
                .optional();
    }

    /**
     * Documents that nothing refers to and that no job has stored for this long. Needed are the present document of each record, the one before it,
     * and those of objects that are current, are open, failed or were cancelled. This reads whole tables, once for many documents.
     *
     * @param unseen more than 12 hours, because a document that comes again is noted only so often
     * @return their hashes, in order
     */
    public List<byte[]> unneeded(Duration unseen, int limit) {
        return jdbc.sql("""
            select hash from harvest_document d
             where d.last_seen < now() - make_interval(secs => :age)
               and not exists (select 1 from harvest_record r where r.document_hash = d.hash)
               and not exists (select 1 from harvest_record r where r.previous_hash = d.hash)
               and not exists (select 1 from harvest_object o
                                where o.document_hash = d.hash
                                  and (o.current or o.report_status is null or o.report_status in ('errored', 'cancelled')))
             order by hash
             limit :limit
            """)
                .param("age", unseen.toSeconds())
                .param("limit", limit)
                .query((row, number) -> row.getBytes("hash"))
                .list();
    }

    /**
     * Removes documents that were found {@link #unneeded} a moment ago, but for those that were stored again since: what comes to refer to a document has
     * stored it.
     *
     * @return how many
     */
    public int remove(List<byte[]> unneeded, Duration unseen) {
        return jdbc.sql("""
            delete from harvest_document
             where hash = any(:hashes) and last_seen < now() - make_interval(secs => :age)
            """)
                .param("hashes", unneeded.toArray(byte[][]::new))
                .param("age", unseen.toSeconds())
                .update();
    }

    static byte[] deflate(byte[] document) {
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(document);
            deflater.finish();
            var out = new ByteArrayOutputStream(Math.max(256, document.length / 4));
            var buffer = new byte[16 * 1024];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    static byte[] inflate(byte[] deflated, int size) {
        var inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            var document = new byte[size];
            var done = 0;
            while (done < size) {
                var read = inflater.inflate(document, done, size - done);
                if (read == 0) {
                    throw new IllegalStateException(
                            "A stored document ends after %d of %d bytes: the table harvest_document is damaged"
                                    .formatted(done, size));
                }
                done += read;
            }
            return document;
        } catch (DataFormatException e) {
            throw new IllegalStateException(
                    "A stored document is not deflated data: the table harvest_document is damaged", e);
        } finally {
            inflater.end();
        }
    }
}
