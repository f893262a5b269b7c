package org.garner.simulator;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.UUID;

/**
 * One generated ISO 19139 record: the same for the same seed, number and edition.
 *
 * @param number its place in its source, from 0
 * @param edition 0 at first; each change raises it, which changes title, abstract and date stamp
 * @param bytes about how long its document is
 */
record SampleRecord(String id, int number, long seed, int edition, int bytes) {
    private static final int FILLERS = 16;
    private static final LocalDateTime FIRST = LocalDateTime.of(2024, 3, 1, 9, 30);

    static SampleRecord generated(long seed, int number, int bytes) {
        var id =
                UUID.nameUUIDFromBytes(("garner-simulator:" + seed + ":" + number).getBytes(StandardCharsets.US_ASCII));
        return new SampleRecord(id.toString(), number, seed, 0, bytes);
    }

    SampleRecord changed() {
        return new SampleRecord(id, number, seed, edition + 1, bytes);
    }

    SampleRecord named(String otherId) {
        return new SampleRecord(otherId, number, seed, edition, bytes);
    }

    Vocabulary.Subject subject() {
        return Vocabulary.pick(Vocabulary.SUBJECTS, number + seed);
    }

    Vocabulary.Region region() {
        return Vocabulary.pick(Vocabulary.REGIONS, number / Vocabulary.SUBJECTS.size() + number + seed);
    }

    /** Distinct for every number: a subject and a region meet again only on the next sheet. */
    String title() {
        var sheet = number / (Vocabulary.SUBJECTS.size() * Vocabulary.REGIONS.size());
        return "%s of %s %d%s%s"
                .formatted(
                        subject().title(),
                        region().name(),
                        2008 + number % 17,
                        sheet == 0 ? "" : ", sheet " + sheet,
                        edition == 0 ? "" : " (revision " + edition + ")");
    }

    LocalDateTime stamp() {
        return FIRST.plusMinutes(number * 37L).plusDays(edition * 11L);
    }

    /** The document, without an XML declaration, so that it can stand inside a page. */
    byte[] document(boolean withTitle) {
        var text = new StringBuilder(8192);
        head(text);
        identification(text, withTitle);
        distribution(text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What follows {@link #document}: the lineage, which fills the record up to its size, and the closing tags. */
    byte[] ending(int headBytes) {
        var text = new StringBuilder(Math.max(512, bytes - headBytes + 512));
        text.append("<gmd:dataQualityInfo><gmd:DQ_DataQuality><gmd:scope><gmd:DQ_Scope><gmd:level>")
                .append(code("MD_ScopeCode", "dataset"))
                .append("</gmd:level></gmd:DQ_Scope></gmd:scope><gmd:lineage><gmd:LI_Lineage><gmd:statement>")
                .append(chars(Vocabulary.pick(Vocabulary.STEPS, filler())))
                .append("</gmd:statement>");
        var step = filler();
        while (headBytes + text.length() < bytes - 200) {
            text.append("<gmd:processStep><gmd:LI_ProcessStep><gmd:description>")
                    .append(chars(Vocabulary.pick(Vocabulary.STEPS, step) + " Step " + step + "."))
                    .append("</gmd:description></gmd:LI_ProcessStep></gmd:processStep>\n");
            step++;
        }
        return text.append(
                        "</gmd:LI_Lineage></gmd:lineage></gmd:DQ_DataQuality></gmd:dataQualityInfo></gmd:MD_Metadata>\n")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Records share this many endings, so that a hundred thousand of them fit into memory. */
    int filler() {
        return number % FILLERS;
    }

    byte[] brief(String elementSet) {
        var text = new StringBuilder(512);
        var element = switch (elementSet) {
            case "brief" -> "BriefRecord";
            case "summary" -> "SummaryRecord";
            default -> "Record";
        };
        text.append("<csw:")
                .append(element)
                .append("><dc:identifier>")
                .append(id)
                .append("</dc:identifier>");
        text.append("<dc:title>").append(escaped(title())).append("</dc:title><dc:type>dataset</dc:type>");
        if (!element.equals("BriefRecord")) {
            text.append("<dct:modified>").append(stamp().toLocalDate()).append("</dct:modified><dct:abstract>");
            text.append(escaped(abstractText())).append("</dct:abstract>");
        }
        return text.append("</csw:").append(element).append(">\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    String abstractText() {
        return "This dataset shows %s. It covers %s and is brought up to date every %s.%s"
                .formatted(
                        subject().about(),
                        region().name(),
                        number % 3 == 0 ? "month" : number % 3 == 1 ? "quarter" : "year",
                        edition == 0 ? "" : " Revision %d mends errors that readers reported.".formatted(edition));
    }

    private void head(StringBuilder text) {
        text.append("""
            <gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco" \
            xmlns:gmx="http://www.isotc211.org/2005/gmx" xmlns:xlink="http://www.w3.org/1999/xlink">
            """);
        text.append("<gmd:fileIdentifier>").append(chars(id)).append("</gmd:fileIdentifier>\n");
        text.append("<gmd:language>").append(code("LanguageCode", "eng")).append("</gmd:language>\n");
        text.append("<gmd:hierarchyLevel>")
                .append(code("MD_ScopeCode", "dataset"))
                .append("</gmd:hierarchyLevel>\n");
        text.append("<gmd:contact>").append(party("pointOfContact")).append("</gmd:contact>\n");
        text.append("<gmd:dateStamp><gco:DateTime>").append(stamp()).append(":00</gco:DateTime></gmd:dateStamp>\n");
        text.append("<gmd:metadataStandardName>").append(chars("ISO 19115")).append("</gmd:metadataStandardName>\n");
        text.append(
                        "<gmd:referenceSystemInfo><gmd:MD_ReferenceSystem><gmd:referenceSystemIdentifier><gmd:RS_Identifier><gmd:code>")
                .append(chars("http://www.opengis.net/def/crs/EPSG/0/" + (number % 2 == 0 ? 4326 : 3035)))
                .append(
                        "</gmd:code></gmd:RS_Identifier></gmd:referenceSystemIdentifier></gmd:MD_ReferenceSystem></gmd:referenceSystemInfo>\n");
    }

    private void identification(StringBuilder text, boolean withTitle) {
        var year = LocalDate.of(2008 + number % 17, 1 + number % 12, 1 + number % 28);
        text.append("<gmd:identificationInfo><gmd:MD_DataIdentification>\n<gmd:citation><gmd:CI_Citation>");
        if (withTitle) {
            text.append("<gmd:title>").append(chars(title())).append("</gmd:title>");
        }
        text.append("<gmd:date><gmd:CI_Date><gmd:date><gco:Date>").append(year);
        text.append("</gco:Date></gmd:date><gmd:dateType>").append(code("CI_DateTypeCode", "publication"));
        text.append("</gmd:dateType></gmd:CI_Date></gmd:date></gmd:CI_Citation></gmd:citation>\n");
        text.append("<gmd:abstract>").append(chars(abstractText())).append("</gmd:abstract>\n");
        text.append("<gmd:pointOfContact>").append(party("publisher")).append("</gmd:pointOfContact>\n");
        text.append("<gmd:resourceMaintenance><gmd:MD_MaintenanceInformation><gmd:maintenanceAndUpdateFrequency>");
        text.append(code(
                "MD_MaintenanceFrequencyCode",
                number % 3 == 0 ? "monthly" : number % 3 == 1 ? "quarterly" : "annually"));
        text.append("</gmd:maintenanceAndUpdateFrequency></gmd:MD_MaintenanceInformation></gmd:resourceMaintenance>\n");
        keywords(text);
        licence(text);
        text.append("<gmd:language>").append(code("LanguageCode", "eng")).append("</gmd:language>\n");
        text.append("<gmd:topicCategory><gmd:MD_TopicCategoryCode>")
                .append(subject().topic());
        text.append("</gmd:MD_TopicCategoryCode></gmd:topicCategory>\n");
        box(text);
        text.append("</gmd:MD_DataIdentification></gmd:identificationInfo>\n");
    }

    private void keywords(StringBuilder text) {
        text.append("<gmd:descriptiveKeywords><gmd:MD_Keywords>");
        for (var keyword : subject().keywords()) {
            text.append("<gmd:keyword>").append(chars(keyword)).append("</gmd:keyword>");
        }
        text.append("</gmd:MD_Keywords></gmd:descriptiveKeywords>\n"
                + "<gmd:descriptiveKeywords><gmd:MD_Keywords><gmd:keyword>");
        text.append(chars(subject().theme()));
        text.append("</gmd:keyword><gmd:thesaurusName><gmd:CI_Citation><gmd:title>");
        text.append(chars("GEMET - INSPIRE themes, version 1.0"));
        text.append("</gmd:title></gmd:CI_Citation></gmd:thesaurusName></gmd:MD_Keywords></gmd:descriptiveKeywords>\n");
    }

    private void licence(StringBuilder text) {
        var licence = Vocabulary.pick(Vocabulary.LICENCES, number * 3L + seed);
        text.append("<gmd:resourceConstraints><gmd:MD_LegalConstraints><gmd:useLimitation>")
                .append(chars(licence.text()));
        text.append("</gmd:useLimitation><gmd:useConstraints>").append(code("MD_RestrictionCode", "otherRestrictions"));
        text.append("</gmd:useConstraints><gmd:otherConstraints>");
        if (licence.url().isEmpty()) {
            text.append(chars(licence.text()));
        } else {
            text.append("<gmx:Anchor xlink:href=\"").append(licence.url()).append("\">");
            text.append(licence.text()).append("</gmx:Anchor>");
        }
        text.append("</gmd:otherConstraints></gmd:MD_LegalConstraints></gmd:resourceConstraints>\n");
    }

    private void box(StringBuilder text) {
        var region = region();
        text.append("<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>");
        bound(text, "westBoundLongitude", region.west());
        bound(text, "eastBoundLongitude", region.east());
        bound(text, "southBoundLatitude", region.south());
        bound(text, "northBoundLatitude", region.north());
        text.append("</gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>\n");
    }

    private static void bound(StringBuilder text, String name, double degrees) {
        text.append("<gmd:").append(name).append("><gco:Decimal>").append(String.format(Locale.ROOT, "%.2f", degrees));
        text.append("</gco:Decimal></gmd:").append(name).append('>');
    }

    private void distribution(StringBuilder text) {
        var subject = subject();
        text.append("<gmd:distributionInfo><gmd:MD_Distribution>");
        online(
                text,
                "https://data.example/%s/%d".formatted(subject.format().toLowerCase(Locale.ROOT), number),
                subject.format(),
                "download");
        if (number % 2 == 0) {
            online(
                    text,
                    "https://maps.example/ows?service=WMS&request=GetCapabilities&layer=" + number,
                    "OGC:WMS",
                    "information");
        }
        text.append("</gmd:MD_Distribution></gmd:distributionInfo>\n");
    }

    private static void online(StringBuilder text, String url, String protocol, String function) {
        text.append(
                "<gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>");
        text.append(escaped(url))
                .append("</gmd:URL></gmd:linkage><gmd:protocol>")
                .append(chars(protocol));
        text.append("</gmd:protocol><gmd:name>")
                .append(chars(protocol + " access"))
                .append("</gmd:name><gmd:function>");
        text.append(code("CI_OnLineFunctionCode", function));
        text.append(
                "</gmd:function></gmd:CI_OnlineResource></gmd:onLine></gmd:MD_DigitalTransferOptions></gmd:transferOptions>\n");
    }

    private String party(String role) {
        var publisher = Vocabulary.pick(Vocabulary.PUBLISHERS, number * 7L + seed);
        return "<gmd:CI_ResponsibleParty><gmd:organisationName>" + chars(publisher.name())
                + "</gmd:organisationName><gmd:contactInfo><gmd:CI_Contact><gmd:address><gmd:CI_Address><gmd:city>"
                + chars(publisher.city()) + "</gmd:city><gmd:electronicMailAddress>" + chars(publisher.email())
                + "</gmd:electronicMailAddress></gmd:CI_Address></gmd:address></gmd:CI_Contact></gmd:contactInfo><gmd:role>"
                + code("CI_RoleCode", role) + "</gmd:role></gmd:CI_ResponsibleParty>";
    }

    private static String chars(String value) {
        return "<gco:CharacterString>" + escaped(value) + "</gco:CharacterString>";
    }

    private static String code(String list, String value) {
        return "<gmd:" + list + " codeList=\"http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#" + list
                + "\" codeListValue=\"" + value + "\">" + value + "</gmd:" + list + ">";
    }

    static String escaped(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
