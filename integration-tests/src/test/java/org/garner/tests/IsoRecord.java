package org.garner.tests;

import java.nio.charset.StandardCharsets;

/** A small ISO 19139 record. */
final class IsoRecord {
    private IsoRecord() {}

    static String of(String id, String title) {
        return """
            <gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
              <gmd:fileIdentifier><gco:CharacterString>%s</gco:CharacterString></gmd:fileIdentifier>
            %s\
            """.formatted(id, afterTheIdentifier(title));
    }

    static String withoutIdentifier(String title) {
        return """
            <gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
            %s\
            """.formatted(afterTheIdentifier(title));
    }

    static byte[] bytes(String id, String title) {
        return of(id, title).getBytes(StandardCharsets.UTF_8);
    }

    private static String afterTheIdentifier(String title) {
        return """
              <gmd:hierarchyLevel><gmd:MD_ScopeCode codeList="#MD_ScopeCode" codeListValue="dataset"/></gmd:hierarchyLevel>
              <gmd:dateStamp><gco:Date>2025-03-04</gco:Date></gmd:dateStamp>
              <gmd:identificationInfo><gmd:MD_DataIdentification>
                <gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>%s</gco:CharacterString></gmd:title></gmd:CI_Citation></gmd:citation>
                <gmd:abstract><gco:CharacterString>Levels read by hand every morning</gco:CharacterString></gmd:abstract>
              </gmd:MD_DataIdentification></gmd:identificationInfo>
              <gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:onLine><gmd:CI_OnlineResource>
                <gmd:linkage><gmd:URL>https://data.example/levels.csv</gmd:URL></gmd:linkage>
              </gmd:CI_OnlineResource></gmd:onLine></gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>
            </gmd:MD_Metadata>
            """.formatted(title);
    }
}
