package org.garner.catalog.format.iso;

import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.XmlCursor;

/**
 * What a record says of its data or of its service (ISO 19115:2003, B.2.2; ISO 19119 for services). Collects over all sections of one kind: the first
 * value of each property counts, lists go on.
 */
final class IsoIdentification {
    String title = "";
    final List<String> alternateTitles = new ArrayList<>();
    final List<Dated> dates = new ArrayList<>();
    final List<IsoText> identifiers = new ArrayList<>();
    final List<String> presentationForms = new ArrayList<>();
    String summary = "";
    String purpose = "";
    final List<String> progress = new ArrayList<>();
    final List<IsoParty> parties = new ArrayList<>();
    String frequency = "";
    String maintenanceNote = "";
    final List<Keywords> keywords = new ArrayList<>();
    final List<IsoConstraints> constraints = new ArrayList<>();
    String distance = "";
    String distanceUnit = "";
    final List<String> scales = new ArrayList<>();
    final List<String> languages = new ArrayList<>();
    final List<String> topics = new ArrayList<>();
    final IsoExtent extent = new IsoExtent();
    String supplement = "";
    final List<Graphic> graphics = new ArrayList<>();
    String serviceType = "";
    final List<Coupled> coupled = new ArrayList<>();
    final List<IsoLink> connectPoints = new ArrayList<>();

    /** A date of the resource and what happened then. */
    record Dated(String type, String value) {}

    /** Keywords of one thesaurus. */
    record Keywords(List<String> words, String type, String thesaurus) {}

    /** A picture of the data. */
    record Graphic(String file, String description, String type) {}

    /** A dataset that a service operates on. */
    record Coupled(String href, String uuid, String title) {}

    /** Reads the object where the cursor stands. */
    void add(XmlCursor in) throws MalformedXmlException {
        IsoXml.children(in, name -> property(name, in));
    }

    private void property(String name, XmlCursor in) throws MalformedXmlException {
        switch (name) {
            case "citation" -> IsoXml.properties(in, property -> citation(property, in));
            case "abstract" -> summary = first(summary, IsoXml.value(in));
            case "purpose" -> purpose = first(purpose, IsoXml.value(in));
            case "status" -> add(progress, IsoXml.code(in));
            case "pointOfContact" -> party(in);
            case "resourceMaintenance" -> IsoXml.properties(in, property -> maintenance(property, in));
            case "graphicOverview" -> graphic(in);
            case "descriptiveKeywords", "keywords" -> keywords(in);
            case "resourceConstraints" -> constraints.add(IsoConstraints.in(in));
            case "spatialResolution" -> IsoXml.properties(in, property -> resolution(property, in));
            case "language" -> add(languages, IsoXml.code(in));
            case "topicCategory" -> add(topics, IsoXml.value(in));
            case "extent" -> extent.add(in);
            case "supplementalInformation" -> supplement = first(supplement, IsoXml.value(in));
            case "serviceType" -> serviceType = first(serviceType, IsoXml.value(in));
            case "operatesOn" ->
                coupled.add(new Coupled(
                        IsoXml.xlink(in, "href"), IsoXml.attribute(in, "", "uuidref"), IsoXml.xlink(in, "title")));
            case "containsOperations" -> operations(in);
            default -> {}
        }
    }

    private void citation(String name, XmlCursor in) throws MalformedXmlException {
        switch (name) {
            case "title" -> title = first(title, IsoXml.value(in));
            case "alternateTitle" -> add(alternateTitles, IsoXml.value(in));
            case "date" -> date(in);
            case "identifier" ->
                IsoXml.properties(in, property -> {
                    if (property.equals("code")) {
                        identifiers.add(IsoXml.text(in));
                    }
                });
            case "presentationForm" -> add(presentationForms, IsoXml.code(in));
            default -> {}
        }
    }

    private void date(XmlCursor in) throws MalformedXmlException {
        var dated = new String[] {"", ""};
        IsoXml.properties(in, name -> {
            switch (name) {
                case "dateType" -> dated[0] = IsoXml.code(in);
                case "date" -> dated[1] = IsoXml.value(in);
                default -> {}
            }
        });
        if (!dated[1].isEmpty()) {
            dates.add(new Dated(dated[0], dated[1]));
        }
    }

    private void party(XmlCursor in) throws MalformedXmlException {
        var party = IsoParty.in(in);
        if (!party.isEmpty()) {
            parties.add(party);
        }
    }

    private void maintenance(String name, XmlCursor in) throws MalformedXmlException {
        switch (name) {
            case "maintenanceAndUpdateFrequency" -> frequency = first(frequency, IsoXml.code(in));
            case "maintenanceNote" -> maintenanceNote = first(maintenanceNote, IsoXml.value(in));
            default -> {}
        }
    }

    private void graphic(XmlCursor in) throws MalformedXmlException {
        var parts = new String[] {"", "", ""};
        IsoXml.properties(in, name -> {
            switch (name) {
                case "fileName" -> {
                    var file = IsoXml.text(in);
                    parts[0] = file.value().isEmpty() ? file.href() : file.value();
                }
                case "fileDescription" -> parts[1] = IsoXml.value(in);
                case "fileType" -> parts[2] = IsoXml.value(in);
                default -> {}
            }
        });
        graphics.add(new Graphic(parts[0], parts[1], parts[2]));
    }

    private void keywords(XmlCursor in) throws MalformedXmlException {
        var words = new ArrayList<String>();
        var about = new String[] {"", ""};
        IsoXml.properties(in, name -> {
            switch (name) {
                case "keyword" -> add(words, IsoXml.value(in));
                case "type" -> about[0] = IsoXml.code(in);
                case "thesaurusName" ->
                    IsoXml.properties(in, property -> {
                        if (property.equals("title")) {
                            about[1] = IsoXml.value(in);
                        }
                    });
                default -> {}
            }
        });
        if (!words.isEmpty()) {
            keywords.add(new Keywords(words, about[0], about[1]));
        }
    }

    private void resolution(String name, XmlCursor in) throws MalformedXmlException {
        switch (name) {
            case "equivalentScale" ->
                IsoXml.properties(in, property -> {
                    if (property.equals("denominator")) {
                        add(scales, IsoXml.value(in));
                    }
                });
            case "distance" -> {
                for (int here = in.depth(); in.child(here); ) {
                    distanceUnit = first(distanceUnit, IsoXml.attribute(in, "", "uom"));
                    distance = first(distance, in.text().strip());
                }
            }
            default -> {}
        }
    }

    private void operations(XmlCursor in) throws MalformedXmlException {
        IsoXml.properties(in, name -> {
            if (name.equals("connectPoint")) {
                connectPoints.add(IsoLink.in(in));
            }
        });
    }

    private static String first(String held, String next) {
        return held.isEmpty() ? next : held;
    }

    private static void add(List<String> list, String value) {
        if (!value.isEmpty()) {
            list.add(value);
        }
    }
}
