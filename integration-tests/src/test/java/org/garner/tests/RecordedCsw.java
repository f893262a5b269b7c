package org.garner.tests;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.garner.tests.LocalSite.Asked;
import org.garner.tests.LocalSite.Reply;

/** A CSW over the records of recorded pages, in pages of two; a test may change, remove and restore them. */
final class RecordedCsw implements Function<Asked, Reply> {
    private static final int PAGE = 2;
    private static final Pattern RECORD = Pattern.compile("(?s)<gmd:MD_Metadata\\b.*?</gmd:MD_Metadata>");
    private static final Pattern ID =
            Pattern.compile("(?s)<gmd:fileIdentifier\\b[^>]*>\\s*<gco:CharacterString[^>]*>([^<]+)<");
    private static final Pattern POSITION = Pattern.compile("startPosition=\"?(\\d+)", Pattern.CASE_INSENSITIVE);
    private static final String NAMESPACES = "xmlns:csw=\"http://www.opengis.net/cat/csw/2.0.2\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

    private volatile List<String> records;

    RecordedCsw(List<String> records) {
        this.records = List.copyOf(records);
    }

    /** The records of these pages. */
    static RecordedCsw ofPages(List<byte[]> pages) {
        var records = new ArrayList<String>();
        for (var page : pages) {
            RECORD.matcher(new String(page, StandardCharsets.UTF_8))
                    .results()
                    .map(MatchResult::group)
                    .forEach(records::add);
        }
        return new RecordedCsw(records);
    }

    List<String> records() {
        return records;
    }

    void hold(List<String> others) {
        records = List.copyOf(others);
    }

    static String idOf(String record) {
        var id = ID.matcher(record);
        return id.find() ? id.group(1).strip() : "";
    }

    @Override
    public Reply apply(Asked asked) {
        var words = asked.words();
        if (words.contains("GetCapabilities")) {
            return FixtureSources.NO_CAPABILITIES;
        }
        if (words.contains("GetRecordById")) {
            return Reply.xml("<csw:GetRecordByIdResponse %s>%s</csw:GetRecordByIdResponse>"
                    .formatted(
                            NAMESPACES,
                            records.stream()
                                    .filter(record -> words.contains(idOf(record)))
                                    .collect(Collectors.joining())));
        }
        var position = POSITION.matcher(words);
        int first = position.find() ? Integer.parseInt(position.group(1)) - 1 : 0;
        var page = records.stream().skip(first).limit(PAGE).toList();
        int next = first + page.size() < records.size() ? first + page.size() + 1 : 0;
        return Reply.xml("""
            <csw:GetRecordsResponse %s><csw:SearchResults numberOfRecordsMatched="%d" numberOfRecordsReturned="%d" nextRecord="%d" \
            elementSet="full">%s</csw:SearchResults></csw:GetRecordsResponse>
            """.formatted(NAMESPACES, records.size(), page.size(), next, String.join("\n", page)));
    }
}
