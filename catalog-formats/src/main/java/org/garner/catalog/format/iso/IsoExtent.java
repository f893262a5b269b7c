package org.garner.catalog.format.iso;

import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.XmlCursor;

/** Where and when the data are (ISO 19115:2003, B.3.1 EX_Extent); collects over all extents of a resource. */
final class IsoExtent {
    final List<IsoBox> boxes = new ArrayList<>();
    final List<String> descriptions = new ArrayList<>();
    final List<String> begins = new ArrayList<>();
    final List<String> ends = new ArrayList<>();

    /** Reads the property where the cursor stands. */
    void add(XmlCursor in) throws MalformedXmlException {
        IsoXml.properties(in, name -> {
            switch (name) {
                case "geographicElement" -> geographic(in);
                case "temporalElement" ->
                    IsoXml.properties(in, property -> {
                        if (property.equals("extent")) {
                            time(in);
                        }
                    });
                default -> {}
            }
        });
    }

    private void geographic(XmlCursor in) throws MalformedXmlException {
        IsoXml.children(in, kind -> {
            switch (kind) {
                case "EX_GeographicBoundingBox" -> box(in);
                case "EX_GeographicDescription" ->
                    IsoXml.children(in, property -> {
                        if (property.equals("geographicIdentifier")) {
                            identifier(in);
                        }
                    });
                default -> {}
            }
        });
    }

    private void box(XmlCursor in) throws MalformedXmlException {
        var edges = new String[] {"", "", "", "", ""};
        IsoXml.children(in, name -> {
            switch (name) {
                case "westBoundLongitude" -> edges[0] = IsoXml.value(in);
                case "eastBoundLongitude" -> edges[1] = IsoXml.value(in);
                case "northBoundLatitude" -> edges[2] = IsoXml.value(in);
                case "southBoundLatitude" -> edges[3] = IsoXml.value(in);
                case "extentTypeCode" -> edges[4] = IsoXml.value(in);
                default -> {}
            }
        });
        // B.3.1.1: type code 0 marks an area that the data do not cover.
        boolean excluded = edges[4].equals("0") || edges[4].equals("false");
        boolean given = !(edges[0] + edges[1] + edges[2] + edges[3]).isEmpty();
        if (given && !excluded) {
            boxes.add(new IsoBox(edges[0], edges[1], edges[2], edges[3]));
        }
    }

    private void identifier(XmlCursor in) throws MalformedXmlException {
        IsoXml.properties(in, name -> {
            if (name.equals("code")) {
                descriptions.add(IsoXml.value(in));
            }
        });
    }

    /** A period, or an instant that is its own begin and end; ISO 19136, 14.2.2 allows positions and instants as the ends of a period. */
    private void time(XmlCursor in) throws MalformedXmlException {
        IsoXml.children(in, kind -> {
            if (kind.equals("TimeInstant")) {
                var instant = instant(in);
                add(begins, instant);
                add(ends, instant);
            } else if (kind.equals("TimePeriod")) {
                IsoXml.children(in, name -> {
                    switch (name) {
                        case "beginPosition" -> add(begins, in.text().strip());
                        case "endPosition" -> add(ends, in.text().strip());
                        case "begin" -> IsoXml.children(in, instant -> add(begins, instant(in)));
                        case "end" -> IsoXml.children(in, instant -> add(ends, instant(in)));
                        default -> {}
                    }
                });
            }
        });
    }

    private static String instant(XmlCursor in) throws MalformedXmlException {
        var position = new String[] {""};
        IsoXml.children(in, name -> {
            if (name.equals("timePosition")) {
                position[0] = in.text().strip();
            }
        });
        return position[0];
    }

    private static void add(List<String> times, String time) {
        if (!time.isEmpty()) {
            times.add(time);
        }
    }
}
