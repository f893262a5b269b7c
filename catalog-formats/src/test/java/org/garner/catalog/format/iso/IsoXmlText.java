package org.garner.catalog.format.iso;

import java.nio.charset.StandardCharsets;

/** Writes ISO 19139 records for tests: the parts that a test is about, inside the elements that every record has. */
final class IsoXmlText {
    private String head = "";
    private String identification = "";
    private String tail = "";
    private String title = "<gmd:title>" + text("Rivers") + "</gmd:title>";

    static IsoXmlText record() {
        return new IsoXmlText();
    }

    /** Replaces the title inside the citation. */
    IsoXmlText titled(String xml) {
        title = xml;
        return this;
    }

    IsoXmlText with(String xml) {
        head += xml;
        return this;
    }

    IsoXmlText saying(String xml) {
        identification += xml;
        return this;
    }

    IsoXmlText distributed(String xml) {
        tail += "<gmd:distributionInfo><gmd:MD_Distribution>" + xml + "</gmd:MD_Distribution></gmd:distributionInfo>";
        return this;
    }

    IsoXmlText box(String west, String east, String south, String north) {
        return saying("""
            <gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>
            <gmd:westBoundLongitude><gco:Decimal>%s</gco:Decimal></gmd:westBoundLongitude>
            <gmd:eastBoundLongitude><gco:Decimal>%s</gco:Decimal></gmd:eastBoundLongitude>
            <gmd:southBoundLatitude><gco:Decimal>%s</gco:Decimal></gmd:southBoundLatitude>
            <gmd:northBoundLatitude><gco:Decimal>%s</gco:Decimal></gmd:northBoundLatitude>
            </gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>
            """.formatted(west, east, south, north));
    }

    IsoXmlText time(String xml) {
        return saying("<gmd:extent><gmd:EX_Extent><gmd:temporalElement><gmd:EX_TemporalExtent><gmd:extent>" + xml
                + "</gmd:extent></gmd:EX_TemporalExtent></gmd:temporalElement></gmd:EX_Extent></gmd:extent>");
    }

    static String text(String value) {
        return "<gco:CharacterString>" + value + "</gco:CharacterString>";
    }

    static String anchor(String href, String value) {
        return "<gmx:Anchor xlink:href='%s'>%s</gmx:Anchor>".formatted(href, value);
    }

    static String online(String url, String protocol, String function) {
        return """
            <gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:onLine><gmd:CI_OnlineResource>
            <gmd:linkage><gmd:URL>%s</gmd:URL></gmd:linkage>
            <gmd:protocol><gco:CharacterString>%s</gco:CharacterString></gmd:protocol>
            <gmd:function><gmd:CI_OnLineFunctionCode codeListValue='%s'/></gmd:function>
            </gmd:CI_OnlineResource></gmd:onLine></gmd:MD_DigitalTransferOptions></gmd:transferOptions>
            """.formatted(url, protocol, function);
    }

    @Override
    public String toString() {
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"
                xmlns:gmx="http://www.isotc211.org/2005/gmx" xmlns:srv="http://www.isotc211.org/2005/srv"
                xmlns:gml="http://www.opengis.net/gml" xmlns:gml32="http://www.opengis.net/gml/3.2"
                xmlns:xlink="http://www.w3.org/1999/xlink">
            <gmd:fileIdentifier><gco:CharacterString>rivers-1</gco:CharacterString></gmd:fileIdentifier>
            <gmd:dateStamp><gco:Date>2024-05-01</gco:Date></gmd:dateStamp>%s
            <gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation>%s
            </gmd:CI_Citation></gmd:citation>%s</gmd:MD_DataIdentification></gmd:identificationInfo>%s
            </gmd:MD_Metadata>
            """.formatted(head, title, identification, tail);
    }

    byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }
}
