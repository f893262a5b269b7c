package org.garner.bench;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a simulated source as plainly as can be: the JDK's client, the parsers as they are, no check, no retry. */
final class FloorSource implements AutoCloseable {
    private static final Pattern LINK = Pattern.compile("(?i)href=\"([^\"./?][^\"]*)\"");
    private static final Pattern NEXT = Pattern.compile("nextRecord=\"(\\d+)\"");
    private static final String RECORD_END = "</gmd:MD_Metadata>";
    private static final XMLInputFactory PARSERS = parsers();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String type;
    private final URI url;
    private final int pageSize;

    private FloorSource(String type, URI url, int pageSize) {
        this.type = type;
        this.url = url;
        this.pageSize = pageSize;
    }

    /** A record: its bytes, and what a search would want of it. */
    record Document(String guid, String title, String notes, List<String> keywords, byte[] bytes) {}

    /** Records whose parsing, and in a folder whose fetching too, is left to the thread that asks for them. */
    interface Batch {
        List<Document> documents() throws IOException, InterruptedException, XMLStreamException;
    }

    static FloorSource of(String type, URI url, int pageSize) {
        return new FloorSource(type, url, pageSize);
    }

    /** Lists the source, and hands over its records as they come. */
    void eachBatch(int size, Consumer<Batch> take) throws IOException, InterruptedException {
        switch (type) {
            case "csw" -> eachPage(take);
            case "waf" -> eachFolder(url, size, take, new HashSet<>());
            case "dcatus" -> eachMember(size, take);
            default -> throw new BenchmarkException("The floor reads csw, waf and dcatus, but was asked for " + type);
        }
    }

    private void eachPage(Consumer<Batch> take) throws IOException, InterruptedException {
        for (var start = 1; start > 0; ) {
            var page = get(URI.create(url
                    + "?service=CSW&version=2.0.2&request=GetRecords&resultType=results&elementSetName=full"
                    + "&outputSchema=http://www.isotc211.org/2005/gmd&startPosition=" + start + "&maxRecords="
                    + pageSize));
            take.accept(() -> documentsOf(page));
            var next = NEXT.matcher(new String(page, 0, Math.min(page.length, 2_000), StandardCharsets.UTF_8));
            start = next.find() ? Integer.parseInt(next.group(1)) : 0;
        }
    }

    private static List<Document> documentsOf(byte[] page) throws XMLStreamException {
        var text = new String(page, StandardCharsets.UTF_8);
        var documents = new ArrayList<Document>();
        var end = 0;
        for (var begin = text.indexOf("<gmd:MD_Metadata"); begin >= 0; begin = text.indexOf("<gmd:MD_Metadata", end)) {
            end = text.indexOf(RECORD_END, begin) + RECORD_END.length();
            documents.add(iso(text.substring(begin, end).getBytes(StandardCharsets.UTF_8)));
        }
        return documents;
    }

    private void eachFolder(URI folder, int size, Consumer<Batch> take, Set<URI> seen)
            throws IOException, InterruptedException {
        if (!seen.add(folder)) {
            return;
        }
        var files = new ArrayList<URI>();
        var page = new String(get(folder), StandardCharsets.UTF_8);
        for (var link = LINK.matcher(page); link.find(); ) {
            var target = folder.resolve(link.group(1));
            if (target.getPath().endsWith("/")) {
                eachFolder(target, size, take, seen);
            } else {
                files.add(target);
            }
        }
        for (var from = 0; from < files.size(); from += size) {
            var some = List.copyOf(files.subList(from, Math.min(files.size(), from + size)));
            take.accept(() -> fetched(some));
        }
    }

    private List<Document> fetched(List<URI> files) throws IOException, InterruptedException, XMLStreamException {
        var documents = new ArrayList<Document>();
        for (var file : files) {
            documents.add(iso(get(file)));
        }
        return documents;
    }

    private void eachMember(int size, Consumer<Batch> take) throws IOException, InterruptedException {
        var members = new ArrayList<JsonNode>();
        try (var body = send(url, HttpResponse.BodyHandlers.ofInputStream());
                var json = JsonMapper.shared().createParser(body)) {
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME && "dataset".equals(json.currentName())) {
                    json.nextToken();
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        members.add(json.readValueAsTree());
                        if (members.size() == size) {
                            hand(members, take);
                        }
                    }
                }
            }
        }
        hand(members, take);
    }

    private static void hand(List<JsonNode> members, Consumer<Batch> take) {
        var some = List.copyOf(members);
        take.accept(() -> some.stream().map(FloorSource::json).toList());
        members.clear();
    }

    private static Document json(JsonNode member) {
        var keywords = new ArrayList<String>();
        member.path("keyword").forEach(keyword -> keywords.add(keyword.asString()));
        return new Document(
                member.path("identifier").asString(),
                member.path("title").asString(""),
                member.path("description").asString(""),
                keywords,
                member.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Document iso(byte[] bytes) throws XMLStreamException {
        var in = PARSERS.createXMLStreamReader(new ByteArrayInputStream(bytes));
        try {
            var found = new IsoTexts();
            while (in.hasNext()) {
                switch (in.next()) {
                    case XMLStreamConstants.START_ELEMENT -> found.enter(in.getLocalName());
                    case XMLStreamConstants.CHARACTERS -> found.text(in.getText());
                    default -> {
                        // Ends, comments and blanks say nothing here.
                    }
                }
            }
            return new Document(found.guid, found.title, found.notes, found.keywords, bytes);
        } finally {
            in.close();
        }
    }

    /** The texts of a record by the element that they stand in, one level up from gco:CharacterString. */
    private static final class IsoTexts {
        private @Nullable String element;
        private String guid = "";
        private String title = "";
        private String notes = "";
        private final List<String> keywords = new ArrayList<>();

        void enter(String name) {
            if (!name.equals("CharacterString")) {
                element = name;
            }
        }

        void text(String text) {
            if (element == null || text.isBlank()) {
                return;
            }
            switch (element) {
                case "fileIdentifier" -> guid += text;
                case "title" -> title = title.isEmpty() ? text : title;
                case "abstract" -> notes += text;
                case "keyword" -> keywords.add(text);
                default -> {
                    // Not searched by the floor.
                }
            }
        }
    }

    private byte[] get(URI address) throws IOException, InterruptedException {
        return send(address, HttpResponse.BodyHandlers.ofByteArray());
    }

    private <T> T send(URI address, HttpResponse.BodyHandler<T> body) throws IOException, InterruptedException {
        var reply = http.send(HttpRequest.newBuilder(address).build(), body);
        if (reply.statusCode() != 200) {
            throw new BenchmarkException("%s answered %d, expected 200".formatted(address, reply.statusCode()));
        }
        return reply.body();
    }

    private static XMLInputFactory parsers() {
        var factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
