package org.garner.catalog.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Guesses what stands behind a link, from what its record says: first its protocol, then its address, then its media type. A protocol that only says how
 * bytes travel ("WWW:DOWNLOAD-1.0-http--download") says nothing about the format, so the address decides.
 */
public final class FormatGuess {
    /** The service names of CSW practice: {@code OGC:WMS-1.3.0-http-get-map} and the like, and OGC's register of service types. */
    private static final Pattern SERVICE = Pattern.compile(
            "^(?:ogc:|glg:|urn:ogc:servicetype:|https?://www\\.opengis\\.net/def/servicetype/ogc/)?(wms|wfs-g|wfs|wcts|wcs|wmts|wmc|wns|wps|csw|sos|kml|gml|tms)(?=$|[-:;/"
                + " .,])");

    /** Marks of services in addresses, in lower case; the first that fits wins. */
    private static final Map<String, List<String>> MARKS = orderedMarks();

    private static final Pattern SERVICE_PARAMETER = Pattern.compile("[?&]service=(\\w+)");

    /** Extensions that name the program behind an address, or a document about the data, rather than the data. */
    private static final Set<String> WEAK = Set.of("xml", "html", "htm", "tab", "doc", "tar");

    private FormatGuess() {}

    /**
     * @param protocol what the record calls the protocol, or its address in a register; empty when unknown
     * @param url where the link leads
     * @param mediaType the media type that the record states, empty when unknown
     */
    public static Optional<FileFormat> of(String protocol, String url, String mediaType) {
        return byProtocol(protocol).or(() -> byAddress(url)).or(() -> FileFormat.ofMediaType(mediaType));
    }

    private static Optional<FileFormat> byProtocol(String written) {
        var protocol = written.strip().toLowerCase(Locale.ROOT);
        if (protocol.isEmpty()) {
            return Optional.empty();
        }
        var service = SERVICE.matcher(protocol);
        if (service.find()) {
            return FileFormat.named(service.group(1));
        }
        if (protocol.startsWith("esri:rest")) {
            return FileFormat.named("esri rest");
        }
        if (protocol.endsWith("http-ical")) {
            return FileFormat.named("ical");
        }
        return FileFormat.named(protocol).filter(format -> !isWeak(format)).or(() -> FileFormat.ofMediaType(protocol));
    }

    private static boolean isWeak(FileFormat format) {
        return WEAK.contains(format.name().toLowerCase(Locale.ROOT));
    }

    private static Optional<FileFormat> byAddress(String url) {
        var address = url.strip().toLowerCase(Locale.ROOT);
        var parameter = SERVICE_PARAMETER.matcher(address);
        if (parameter.find()) {
            var service = FileFormat.named(parameter.group(1));
            if (service.isPresent()) {
                return service;
            }
        }
        var extension = extension(address);
        if (!WEAK.contains(extension)) {
            var file = FileFormat.ofExtension(extension);
            if (file.isPresent()) {
                return file;
            }
        }
        for (var mark : MARKS.entrySet()) {
            if (mark.getValue().stream().anyMatch(address::contains)) {
                return FileFormat.named(mark.getKey());
            }
        }
        return FileFormat.ofExtension(extension);
    }

    /** The extension of the last part of the path, empty when it has none; a host name has none. */
    private static String extension(String address) {
        int from = address.indexOf("://");
        from = from < 0 ? 0 : from + 3;
        int end = address.length();
        for (int i = from; i < end; i++) {
            char c = address.charAt(i);
            if (c == '?' || c == '#' || c == ';') {
                end = i;
            }
        }
        int slash = address.lastIndexOf('/', end - 1);
        int dot = address.lastIndexOf('.', end - 1);
        return slash >= from && dot > slash ? address.substring(dot + 1, end) : "";
    }

    private static Map<String, List<String>> orderedMarks() {
        var marks = new LinkedHashMap<String, List<String>>();
        marks.put("kml", List.of("mapserver/generatekml"));
        marks.put("wms", List.of("/wms", "geoserver/wms", "mapserver/wmsserver"));
        marks.put("wfs", List.of("/wfs", "geoserver/wfs", "mapserver/wfsserver"));
        marks.put("wcs", List.of("/wcs", "geoserver/wcs", "imageserver/wcsserver", "mapserver/wcsserver"));
        marks.put("wmts", List.of("/wmts"));
        marks.put("sos", List.of("/sos"));
        marks.put("csw", List.of("/csw"));
        marks.put("arcims", List.of("com.esri.esrimap.esrimap"));
        marks.put("esri rest", List.of("arcgis/rest/services"));
        return marks;
    }
}
