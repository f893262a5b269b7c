package org.garner.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One source of a {@link Simulator}, which can be edited between two harvests and told to misbehave. Safe for many threads. */
public abstract sealed class SimulatedSource permits SimulatedCsw, SimulatedDataJson, SimulatedWaf {
    private final String path;
    private final Map<Integer, byte[]> endings = new ConcurrentHashMap<>();
    private final Map<Integer, RecordFault> faults = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Trouble> troubles = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicLong> requests = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile List<SampleRecord> records;
    private volatile List<Document> documents = List.of();
    private volatile Duration latency = Duration.ZERO;
    private volatile int edits;

    SimulatedSource(String path, Records records) {
        this.path = path;
        this.records = records.generate();
    }

    /** Answers one request; {@link #take} has already been asked for trouble. */
    abstract Reply answer(Incoming request);

    /** The name under which a request is counted. */
    abstract String kindOf(Incoming request);

    public String path() {
        return path;
    }

    /** How many records it lists now. */
    public int size() {
        return documents.size();
    }

    /** The identifiers that it lists now, in its order; one twice when a record repeats another's. */
    public List<String> ids() {
        return documents.stream().map(document -> document.record().id()).toList();
    }

    /** Gives the first {@code count} records another title, abstract and date. */
    public void change(int count) {
        edit(all -> {
            for (var i = 0; i < Math.min(count, all.size()); i++) {
                all.set(i, all.get(i).changed());
            }
            return all;
        });
    }

    /** Takes the last {@code count} records away. */
    public void remove(int count) {
        edit(all -> new ArrayList<>(all.subList(0, Math.max(0, all.size() - count))));
    }

    /** Lists nothing from now on, while answering as before. */
    public void clear() {
        edit(all -> new ArrayList<>());
    }

    /** Starts over with these records. */
    public void replace(Records fresh) {
        edit(all -> new ArrayList<>(fresh.generate()));
    }

    /** Spoils the record with this number (from 0), until the source is told otherwise. */
    public void spoil(int number, RecordFault fault) {
        faults.put(number, fault);
        edit(all -> all);
    }

    /** Answers the next {@code times} requests with this trouble. */
    public void fail(int times, Trouble trouble) {
        for (var i = 0; i < times; i++) {
            troubles.add(trouble);
        }
    }

    /** Waits this long before each reply. */
    public void latency(Duration wait) {
        latency = wait;
    }

    /** All requests so far. */
    public long requests() {
        return requests.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** Requests of one kind: {@code GetCapabilities}, {@code GetRecords}, {@code GetRecordById}, {@code listing}, {@code document}. */
    public long requests(String kind) {
        var count = requests.get(kind);
        return count == null ? 0 : count.get();
    }

    /** Requests so far by kind. */
    public Map<String, Long> requestsByKind() {
        var counts = new HashMap<String, Long>();
        requests.forEach((kind, count) -> counts.put(kind, count.get()));
        return counts;
    }

    /** Bytes of all replies so far, without those that were told to fail. */
    public long bytes() {
        return bytes.get();
    }

    void sent(long count) {
        bytes.addAndGet(count);
    }

    /** SHA-256 over all documents as they are listed now, in hexadecimal: the same on every machine for the same records and edits. */
    public String hash() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            eachPiece(sha256::update);
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Hands over the bytes of all documents, in order. */
    void eachPiece(Consumer<byte[]> take) {
        documents.forEach(document -> {
            take.accept(document.head());
            take.accept(document.ending());
        });
    }

    Duration latency() {
        return latency;
    }

    @Nullable
    Trouble take(Incoming request) {
        requests.computeIfAbsent(kindOf(request), kind -> new AtomicLong()).incrementAndGet();
        return troubles.poll();
    }

    List<Document> documents() {
        return documents;
    }

    /** The document with this number: records are only ever taken from the end, so the number is the place. */
    @Nullable
    Document document(int number) {
        var all = documents;
        return number >= 0 && number < all.size() ? all.get(number) : null;
    }

    @Nullable
    RecordFault faultOf(SampleRecord record) {
        return faults.get(record.number());
    }

    /** Renders everything once, so that serving costs nothing but sending. */
    void render() {
        edit(all -> all);
    }

    private synchronized void edit(UnaryOperator<List<SampleRecord>> change) {
        var before = new HashMap<Integer, Document>();
        documents.forEach(document -> before.put(document.record().number(), document));
        var after = change.apply(new ArrayList<>(records));
        records = List.copyOf(after);
        var rendered = new ArrayList<Document>(after.size());
        for (var record : after) {
            var served = faultOf(record) == RecordFault.SAME_ID && !rendered.isEmpty()
                    ? record.named(rendered.getLast().record().id())
                    : record;
            var old = before.get(record.number());
            rendered.add(old != null && old.record().equals(served) && faultOf(record) == null ? old : render(served));
        }
        documents = List.copyOf(rendered);
        edits++;
    }

    /** How often it was edited: what was worked out of its records is good for as long as this stays. */
    int edits() {
        return edits;
    }

    /** The record as it is served, with its fault. */
    Document render(SampleRecord record) {
        var fault = faultOf(record);
        var head = record.document(fault != RecordFault.NO_TITLE);
        var ending = endings.computeIfAbsent(record.filler(), filler -> record.ending(head.length));
        var served = fault == RecordFault.NUL ? with(head, "<gmd:abstract><gco:CharacterString>", "\0") : head;
        return new Document(record, served, ending, record.brief("full"));
    }

    /** Puts text behind the first occurrence of a marker. */
    static byte[] with(byte[] document, String marker, String inserted) {
        var text = new String(document, StandardCharsets.UTF_8);
        var place = text.indexOf(marker) + marker.length();
        return (text.substring(0, place) + inserted + text.substring(place)).getBytes(StandardCharsets.UTF_8);
    }

    /** The planted faults by kind, for reports. */
    public Map<RecordFault, Long> planted() {
        var counts = new EnumMap<RecordFault, Long>(RecordFault.class);
        documents.forEach(document -> {
            var fault = faultOf(document.record());
            if (fault != null) {
                counts.merge(fault, 1L, Long::sum);
            }
        });
        return counts;
    }
}
