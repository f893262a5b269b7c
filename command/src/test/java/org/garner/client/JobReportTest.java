package org.garner.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class JobReportTest {
    private static final JobError ERROR = new JobError(
            "record-7", "import", "format", "Line 3: \"<\" was not expected, here", 3, "http://source.example/7");

    @Test
    void theJsonHasEveryMemberThatScriptsRelyOn() {
        var json = JsonMapper.shared()
                .readTree(JobReport.of(ended(), List.of(ERROR), 1.23456).json());
        assertThat(json.propertyNames())
                .containsExactly(
                        "job",
                        "source",
                        "outcome",
                        "gathered",
                        "duplicates",
                        "stats",
                        "errors_total",
                        "errors",
                        "requests",
                        "bytes",
                        "seconds");
        assertThat(json.get("stats").propertyNames())
                .containsExactly("added", "updated", "unchanged", "deleted", "errored", "cancelled");
        assertThat(json.get("errors").get(0).propertyNames())
                .containsExactly("guid", "stage", "kind", "message", "line", "url");
        assertThat(json.get("seconds").asDouble()).isEqualTo(1.235);
    }

    @Test
    void aHarvestWithoutAJobIsAFailureWithItsOneError() {
        var report =
                JobReport.withoutJob(new JobError(null, "gather", "transport", "It did not answer.", null, null), 0.5);
        var json = JsonMapper.shared().readTree(report.json());
        assertThat(json.get("outcome").asString()).isEqualTo("failed");
        assertThat(json.get("job").isNull()).isTrue();
        assertThat(json.get("errors_total").asInt()).isEqualTo(1);
    }

    @Test
    void theReportInWordsNamesCountsAndErrors() {
        var words = new StringWriter();
        JobReport.of(ended(), List.of(ERROR), 2).print(new PrintWriter(words));
        assertThat(words.toString())
                .contains(
                        "northvale: with errors",
                        "40 records listed: 38 added, 1 errored; 1 listed twice",
                        "record-7 (import, format)");
    }

    @Test
    void progressShowsWhatIsLeftAndHowLongItTakes() {
        var job = new Job(
                "j",
                new Job.Source("s", "northvale"),
                "Running",
                null,
                "harvest",
                null,
                null,
                null,
                new Job.Listing("open", "pages", 20_000L),
                Map.of("gathered", 1_200L, "fetched", 800L, "added", 640L),
                null,
                0,
                0,
                0,
                "incremental",
                "api",
                null,
                null,
                false);
        assertThat(Progress.line(job, 812))
                .isEqualTo("listed 1,200 of 20,000, fetched 800, imported 640, 812/s, 24 s left");
        assertThat(Progress.line(job, 0)).doesNotContain("left");
    }

    @Test
    void errorsBecomeCsvThatNoSpreadsheetRuns(@TempDir Path folder) throws Exception {
        var file = folder.resolve("errors.csv");
        try (var csv = new ErrorsCsv(file)) {
            csv.add(ERROR);
            csv.add(new JobError("=cmd|' /C calc'!A0", "fetch", "transport", "two\nlines", null, null));
        }
        assertThat(Files.readString(file)).isEqualTo("""
            guid,stage,kind,message,line,url\r
            record-7,import,format,"Line 3: ""<"" was not expected, here",3,http://source.example/7\r
            '=cmd|' /C calc'!A0,fetch,transport,"two
            lines",,\r
            """);
    }

    private static Job ended() {
        return new Job(
                "0199",
                new Job.Source("s", "northvale"),
                "Finished",
                "with_errors",
                "close",
                null,
                null,
                null,
                null,
                Map.of("gathered", 40L, "duplicates", 1L, "added", 38L, "errored", 1L),
                null,
                1,
                12,
                480_000,
                "incremental",
                "api",
                null,
                null,
                true);
    }
}
