package org.garner.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The folder with the reports, and the page that is made of them. */
record Results(Path folder) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Keeps a report, in place of an earlier one of the same part. */
    Path keep(Report report) {
        var file = folder.resolve(report.name() + ".json");
        try {
            Files.createDirectories(folder);
            Files.write(file, JSON.writeValueAsBytes(report));
            return file;
        } catch (IOException e) {
            throw new BenchmarkException("The result %s could not be written: %s".formatted(file, e), e);
        }
    }

    /** All reports that there are, in the order in which the page shows them. */
    List<Report> reports() {
        var reports = new ArrayList<Report>();
        for (var type : Benchmarks.TYPES) {
            read("end-to-end-" + type, Report.EndToEndReport.class, reports);
        }
        for (var type : Benchmarks.TYPES) {
            read("memory-" + type, Report.MemoryReport.class, reports);
        }
        read("api", Report.ApiReport.class, reports);
        read("formats", Report.FormatReport.class, reports);
        return reports;
    }

    private void read(String name, Class<? extends Report> type, List<Report> into) {
        var file = folder.resolve(name + ".json");
        if (!Files.exists(file)) {
            return;
        }
        try {
            into.add(JSON.readValue(Files.readAllBytes(file), type));
        } catch (IOException e) {
            throw new BenchmarkException("The result %s could not be read: %s".formatted(file, e), e);
        }
    }

    /** Writes the page anew from what is in the folder. */
    void writePage(Path page) {
        var reports = reports();
        if (reports.isEmpty()) {
            throw new BenchmarkException(
                    "There is no result in %s to make a page of: run a part first".formatted(folder));
        }
        var lines = new ArrayList<String>();
        lines.add("# Benchmarks");
        lines.add("");
        lines.add("Made by `benchmarks/run --page`; not edited by hand. How to run them, and what is measured how: see"
                + " the end.");
        for (var report : reports) {
            lines.add("");
            lines.addAll(report.section());
            lines.add("");
            lines.add("Measured on %s; version %s, %s; load average before: %.2f."
                    .formatted(
                            report.machine().describe(),
                            report.machine().version(),
                            report.machine().when(),
                            report.machine().loadBefore()));
        }
        lines.add("");
        lines.addAll(METHOD.lines().toList());
        try {
            Files.createDirectories(page.toAbsolutePath().getParent());
            Files.write(page, lines);
        } catch (IOException e) {
            throw new BenchmarkException("The page %s could not be written: %s".formatted(page, e), e);
        }
    }

    private static final String METHOD = """
        ## How it is measured

        `benchmarks/run` runs all parts, `benchmarks/run --help` says how to run less. The source is our own simulator in a process of its own; its records
        are the same on every machine for the same number, size and seed, which the hash of the data set shows. Garner is `garner up` on an empty folder,
        with its embedded Postgres, Kafka and Solr. The benchmark talks to both by REST only.

        - **Seconds** count from the POST that starts the job until `package_search` finds the last record; of an unchanged source, until the job has ended.
          *First* harvests all records into an empty catalogue on a cold JVM; *unchanged*, *changed* (1 % of the records) and *deleted* (1 %) follow on the same server,
          each after the one before has settled.
        - **Requests per record** are counted by the source.
        - **CPU seconds** are the kernel's: of Garner's JVM, with Kafka and Solr inside, and of all processes of Postgres. The source's are not part of the sum per 1,000 records.
        - **Heap after full GC** follows a collection that is asked for after the harvest; *largest after any GC* is what any collection left during it, old garbage included.
        - **Peak RSS** is the largest resident memory of Garner's process since it started; Postgres is the proportional memory of all its processes after the harvest.
        - **The floor** does the same transport, parsing, hashing, packing and writing with the same libraries, without ledger, comparison, politeness or recovery.
        """;
}
