package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an installation uses: each process of memory, threads and descriptors, and all of connections and of tables. */
final class Footprint {
    private static final Pattern USED = Pattern.compile("(?i)(?:DefNew|Tenured|generation)\\s.*used (\\d+)K");
    private static final int TRIES = 4;
    /** Documents live for a day at least, so a test checks their end apart. */
    private static final List<String> NOT_HERE = List.of("harvest_document");

    private final Installation garner;
    private final JdbcClient jdbc;

    Footprint(Installation garner) {
        this.garner = garner;
        this.jdbc = JdbcClient.create(garner.backends().database());
    }

    /**
     * What is used after so many jobs.
     *
     * @param figures by name, in the order in which they are printed
     * @param rows by table
     * @param bytes by table, with indexes
     */
    record Sample(int jobs, Map<String, Long> figures, Map<String, Long> rows, Map<String, Long> bytes) {}

    Sample sample(int jobs) {
        var figures = new LinkedHashMap<String, Long>();
        for (var room : garner.rooms()) {
            figures.put(room.room() + " heap KiB", heap(room.pid()));
            figures.put(room.room() + " threads", count("/proc/%d/task".formatted(room.pid())));
            figures.put(room.room() + " descriptors", count("/proc/%d/fd".formatted(room.pid())));
        }
        figures.put("connections", jdbc.sql("""
            select count(*) from pg_stat_activity
             where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
            """).query(Long.class).single());
        var rows = new TreeMap<String, Long>();
        var bytes = new TreeMap<String, Long>();
        for (var table : tables()) {
            // The name comes from the catalogue of the database.
            rows.put(
                    table,
                    jdbc.sql("select count(*) from " + table).query(Long.class).single());
            bytes.put(
                    table,
                    jdbc.sql("select pg_total_relation_size(?::regclass)")
                            .param(table)
                            .query(Long.class)
                            .single());
        }
        return new Sample(jobs, figures, rows, bytes);
    }

    private List<String> tables() {
        return jdbc.sql("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
                        + " order by 1")
                .query(String.class)
                .list();
    }

    /** How many ended jobs could be removed or made thinner, were it only for their number. */
    long prunableJobs(int kept) {
        return jdbc.sql("""
            select count(*)
              from (select id, status, row_number() over (partition by source_id order by id desc) as place from harvest_job) j
              join harvest_job_progress p on p.job_id = j.id
             where j.status = 'Finished' and j.place > :kept and p.thinned is null
            """).param("kept", kept).query(Long.class).single();
    }

    void aDayPassesForDocuments() {
        jdbc.sql("update harvest_document set last_seen = last_seen - interval '2 days'")
                .update();
    }

    /** Documents that no record and no object names. */
    long strayDocuments() {
        return jdbc.sql("""
            select count(*) from harvest_document d
             where not exists (select 1 from harvest_record r where d.hash in (r.document_hash, r.previous_hash))
               and not exists (select 1 from harvest_object o where o.document_hash = d.hash)
            """).query(Long.class).single();
    }

    /** What lives after a full collection: the least of some tries, since what is allocated between the collection and the look counts too. */
    private static long heap(long pid) {
        return IntStream.range(0, TRIES).mapToLong(attempt -> used(pid)).min().orElseThrow();
    }

    private static long used(long pid) {
        jcmd(pid, "GC.run");
        var said = jcmd(pid, "GC.heap_info");
        var used = USED.matcher(said).results().mapToLong(found -> Long.parseLong(found.group(1)));
        var sum = used.sum();
        assertThat(sum).as("the heap of process %d: %s", pid, said).isPositive();
        return sum;
    }

    private static String jcmd(long pid, String command) {
        try {
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            var process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as("jcmd %d %s: %s", pid, command, said)
                    .isZero();
            return said;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long count(String folder) {
        try (var entries = Files.list(Path.of(folder))) {
            return entries.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** All samples side by side. */
    static String table(List<Sample> samples) {
        var text = new StringBuilder("%-40s".formatted("after so many jobs"));
        samples.forEach(sample -> text.append("%9d".formatted(sample.jobs())));
        var first = samples.getFirst();
        first.figures()
                .keySet()
                .forEach(name ->
                        line(text, name, samples, sample -> sample.figures().getOrDefault(name, 0L)));
        first.rows()
                .keySet()
                .forEach(name -> line(
                        text, name + " rows", samples, sample -> sample.rows().getOrDefault(name, 0L)));
        first.bytes()
                .keySet()
                .forEach(name -> line(
                        text, name + " KiB", samples, sample -> sample.bytes().getOrDefault(name, 0L) / 1024));
        return text.toString();
    }

    private static void line(
            StringBuilder text, String name, List<Sample> samples, java.util.function.ToLongFunction<Sample> figure) {
        if (samples.stream().anyMatch(sample -> figure.applyAsLong(sample) > 0)) {
            text.append("%n%-40s".formatted(name));
            samples.forEach(sample -> text.append("%9d".formatted(figure.applyAsLong(sample))));
        }
    }

    /**
     * Compares the last third of the samples with the second third, by their averages. A tenth more is noise; and so are, for small figures, 4 MiB of
     * heap, eight threads, descriptors or connections, and forty rows, since jobs are always between two looks of the retention.
     */
    static void assertFlat(List<Sample> samples, String table) {
        var third = Math.max(1, samples.size() / 3);
        var second = samples.subList(samples.size() - 2 * third, samples.size() - third);
        var last = samples.subList(samples.size() - third, samples.size());
        var grown = new ArrayList<String>();
        for (var name : samples.getFirst().figures().keySet()) {
            var noise = name.endsWith("KiB") ? 4096 : 8;
            compare(
                    grown,
                    name,
                    average(second, s -> s.figures().get(name)),
                    average(last, s -> s.figures().get(name)),
                    noise);
        }
        for (var name : samples.getFirst().rows().keySet()) {
            if (!NOT_HERE.contains(name)) {
                compare(
                        grown,
                        name + " rows",
                        average(second, s -> s.rows().get(name)),
                        average(last, s -> s.rows().get(name)),
                        40);
            }
        }
        assertThat(grown).as("what grows with the number of jobs in%n%s", table).isEmpty();
    }

    private static void compare(List<String> grown, String name, double before, double after, int noise) {
        if (after > before * 1.1 + noise) {
            grown.add("%s: from %.0f to %.0f".formatted(name, before, after));
        }
    }

    private static double average(List<Sample> samples, java.util.function.ToLongFunction<Sample> figure) {
        return samples.stream().collect(Collectors.averagingLong(figure));
    }
}
