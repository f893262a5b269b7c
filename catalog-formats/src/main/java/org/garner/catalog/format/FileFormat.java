package org.garner.catalog.format;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A format as CKAN's catalogues name it.
 *
 * @param name the short name, such as {@code CSV}
 * @param mediaType the media type, if it has one
 */
public record FileFormat(String name, @Nullable String mediaType) {
    private static final Map<String, FileFormat> BY_NAME = new HashMap<>();
    private static final Map<String, FileFormat> BY_EXTENSION = new HashMap<>();
    private static final Map<String, FileFormat> BY_MEDIA_TYPE = new HashMap<>();

    static {
        known("WMS", "application/vnd.ogc.wms_xml", List.of(), "web map service", "ogc web map service");
        known("WFS", null, List.of(), "wfs-g", "web feature service", "ogc web feature service");
        known("WCS", null, List.of(), "web coverage service", "ogc web coverage service");
        known("WCTS", null, List.of());
        known("WMTS", null, List.of(), "web map tile service");
        known("WMC", null, List.of());
        known("WNS", null, List.of());
        known("WPS", null, List.of(), "web processing service");
        known("SOS", null, List.of(), "sensor observation service");
        known("CSW", null, List.of(), "catalogue service for the web");
        known("TMS", null, List.of());
        known("ArcIMS", null, List.of());
        known("Esri REST", null, List.of(), "esri:rest", "arcgis rest", "arcgis_rest");
        known("OPeNDAP", null, List.of(), "opendap:opendap", "thredds");
        known("Atom", "application/atom+xml", List.of("atom"), "inspire atom", "atom feed");
        known("RSS", "application/rss+xml", List.of("rss"));
        known("iCal", "text/calendar", List.of("ics"), "ical");
        known("KML", "application/vnd.google-earth.kml+xml", List.of("kml"));
        known("KMZ", "application/vnd.google-earth.kmz", List.of("kmz"));
        known("GML", "application/gml+xml", List.of("gml"), "gml+xml", "geography markup language");
        known("GeoJSON", "application/geo+json", List.of("geojson"));
        known("GeoPackage", "application/geopackage+sqlite3", List.of("gpkg"), "ogc geopackage");
        known("GeoTIFF", "image/tiff", List.of("geotiff"));
        known("TIFF", "image/tiff", List.of("tif", "tiff"));
        known("SHP", null, List.of("shp"), "shapefile", "esri shapefile", "shape", "shapefiles");
        known("DXF", "image/vnd.dxf", List.of("dxf"), "autocad dxf");
        known("DWG", "image/vnd.dwg", List.of("dwg"));
        known("TAB", null, List.of("tab"), "mapinfo tab");
        known("NetCDF", "application/x-netcdf", List.of("nc"));
        known("HDF", "application/x-hdf", List.of("hdf", "h5"));
        known("ECW", null, List.of("ecw"));
        known("JPEG2000", "image/jp2", List.of("jp2"));
        known("JPEG", "image/jpeg", List.of("jpg", "jpeg"));
        known("PNG", "image/png", List.of("png"));
        known("CSV", "text/csv", List.of("csv"));
        known("XLS", "application/vnd.ms-excel", List.of("xls"));
        known("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", List.of("xlsx"));
        known("ODS", "application/vnd.oasis.opendocument.spreadsheet", List.of("ods"));
        known("DOC", "application/msword", List.of("doc"));
        known("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", List.of("docx"));
        known("PDF", "application/pdf", List.of("pdf"));
        known("TXT", "text/plain", List.of("txt"));
        known("JSON", "application/json", List.of("json"));
        known("RDF", "application/rdf+xml", List.of("rdf"));
        known("TTL", "text/turtle", List.of("ttl"));
        known("MDB", "application/x-msaccess", List.of("mdb"));
        known("SQLite", "application/vnd.sqlite3", List.of("sqlite"));
        known("Parquet", "application/vnd.apache.parquet", List.of("parquet"));
        known("ZIP", "application/zip", List.of("zip"));
        known("7Z", "application/x-7z-compressed", List.of("7z"));
        known("GZIP", "application/gzip", List.of("gz", "tgz"));
        known("TAR", "application/x-tar", List.of("tar"));
        known("XML", "application/xml", List.of("xml"));
        known("HTML", "text/html", List.of("html", "htm"));
        BY_MEDIA_TYPE.put("text/xml", BY_EXTENSION.get("xml"));
        BY_MEDIA_TYPE.put("application/x-zip-compressed", BY_EXTENSION.get("zip"));
        BY_MEDIA_TYPE.put("application/x-shapefile", BY_EXTENSION.get("shp"));
    }

    private static void known(String name, @Nullable String mediaType, List<String> extensions, String... alsoKnownAs) {
        var format = new FileFormat(name, mediaType);
        BY_NAME.put(name.toLowerCase(Locale.ROOT), format);
        for (var alias : alsoKnownAs) {
            BY_NAME.put(alias, format);
        }
        extensions.forEach(extension -> BY_EXTENSION.put(extension, format));
        if (mediaType != null) {
            BY_MEDIA_TYPE.putIfAbsent(mediaType, format);
        }
    }

    /** A format by its own name or one people give it, in any case. */
    public static Optional<FileFormat> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.strip().toLowerCase(Locale.ROOT)));
    }

    /** A format by a file's extension, without the dot. */
    public static Optional<FileFormat> ofExtension(String extension) {
        return Optional.ofNullable(BY_EXTENSION.get(extension.toLowerCase(Locale.ROOT)));
    }

    /** A format by a media type; parameters such as a character set do not count. */
    public static Optional<FileFormat> ofMediaType(String mediaType) {
        int end = mediaType.indexOf(';');
        var bare = (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_MEDIA_TYPE.get(bare));
    }
}
