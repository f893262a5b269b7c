package org.garner.catalog.format.iso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.garner.catalog.format.iso.IsoXmlText.anchor;
import static org.garner.catalog.format.iso.IsoXmlText.online;
import static org.garner.catalog.format.iso.IsoXmlText.record;
import static org.garner.catalog.format.iso.IsoXmlText.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.garner.catalog.Dataset;
import org.garner.catalog.Distribution;
import org.garner.catalog.format.Reading;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.UnreadableRecordException;
import org.garner.catalog.format.UnreadableRecordException.Fault;
import org.junit.jupiter.api.Test;

class Iso19139ReaderTest {
    private final Iso19139Reader reader = new Iso19139Reader();

    @Test
    void aPlainRecordBecomesADataset() throws Exception {
        var reading = read(record().saying("<gmd:abstract>" + text("All of them.") + "</gmd:abstract>"));
        assertThat(reading.guid()).isEqualTo("rivers-1");
        assertThat(reading.modified()).isEqualTo("2024-05-01");
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.dataset().title()).isEqualTo("Rivers");
        assertThat(reading.dataset().notes()).isEqualTo("All of them.");
        assertThat(reading.dataset().extras())
                .containsEntry("guid", "rivers-1")
                .containsEntry("spatial_harvester", "true")
                .containsEntry("licence", "[]")
                .doesNotContainKeys("spatial", "bbox-west-long", "licence_url", "temporal-extent-begin");
    }

    @Test
    void namespacesDecideAndPrefixesDoNot() throws Exception {
        var document = record().toString()
                .replace("gmd:", "anything:")
                .replace("xmlns:gmd", "xmlns:anything")
                .replace("<anything:fileIdentifier>", "<fileIdentifier xmlns='http://www.isotc211.org/2005/gmd'>")
                .replace("</anything:fileIdentifier>", "</fileIdentifier>");
        var reading = reader.read(document.getBytes(StandardCharsets.UTF_8), ReadingOptions.PLAIN);
        assertThat(reading.guid()).isEqualTo("rivers-1");
        assertThat(reading.dataset().title()).isEqualTo("Rivers");
        var foreign = record().toString().replace("http://www.isotc211.org/2005/gmd", "urn:other");
        assertThat(catchThrowableOfType(
                                UnreadableRecordException.class,
                                () -> reader.read(foreign.getBytes(StandardCharsets.UTF_8), ReadingOptions.PLAIN))
                        .fault())
                .isEqualTo(Fault.FORMAT);
    }

    @Test
    void rootsOfIso19115Part2AndOfAProfileAreRead() throws Exception {
        var imagery = record().toString()
                .replace("gmd:MD_Metadata", "gmi:MI_Metadata xmlns:gmi='http://www.isotc211.org/2005/gmi'")
                .replace("</gmi:MI_Metadata xmlns:gmi='http://www.isotc211.org/2005/gmi'>", "</gmi:MI_Metadata>");
        assertThat(reader.read(imagery.getBytes(StandardCharsets.UTF_8), ReadingOptions.PLAIN)
                        .dataset()
                        .title())
                .isEqualTo("Rivers");
        var swiss = record().toString()
                .replace("<gmd:MD_Metadata", "<che:CHE_MD_Metadata xmlns:che='http://www.geocat.ch/2008/che'")
                .replace("</gmd:MD_Metadata", "</che:CHE_MD_Metadata")
                .replace(
                        "<gmd:MD_DataIdentification",
                        "<che:CHE_MD_DataIdentification gco:isoType='gmd:MD_DataIdentification'")
                .replace("</gmd:MD_DataIdentification", "</che:CHE_MD_DataIdentification");
        assertThat(reader.read(swiss.getBytes(StandardCharsets.UTF_8), ReadingOptions.PLAIN)
                        .dataset()
                        .title())
                .isEqualTo("Rivers");
    }

    @Test
    void anchorsGiveTheirTextAndTheirAddress() throws Exception {
        var dataset = dataset(record().with(
                        "<gmd:referenceSystemInfo><gmd:MD_ReferenceSystem><gmd:referenceSystemIdentifier><gmd:RS_Identifier><gmd:code>"
                                + anchor("http://www.opengis.net/def/crs/EPSG/0/4258", "ETRS89")
                                + "</gmd:code></gmd:RS_Identifier></gmd:referenceSystemIdentifier></gmd:MD_ReferenceSystem></gmd:referenceSystemInfo>")
                .titled("<gmd:title>" + anchor("http://a.test/rivers", "Rivers of the north") + "</gmd:title>")
                .saying("<gmd:descriptiveKeywords><gmd:MD_Keywords><gmd:keyword>"
                        + anchor("http://a.test/water", "water")
                        + "</gmd:keyword></gmd:MD_Keywords></gmd:descriptiveKeywords>"));
        assertThat(dataset.title()).isEqualTo("Rivers of the north");
        assertThat(dataset.tags()).containsExactly("water");
        assertThat(dataset.extras()).containsEntry("spatial-reference-system", "ETRS89");
    }

    @Test
    void legalConstraintsGiveTheLicence() throws Exception {
        var dataset = dataset(record().saying(legal(
                        "useConstraints",
                        anchor(
                                "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
                                "OGL terms")))
                .saying(legal("accessConstraints", text("no limitations")))
                .saying("<gmd:resourceConstraints><gmd:MD_LegalConstraints><gmd:useLimitation>"
                        + text("Not for navigation")
                        + "</gmd:useLimitation></gmd:MD_LegalConstraints></gmd:resourceConstraints>"));
        assertThat(dataset.licenseId()).isEqualTo("uk-ogl");
        assertThat(dataset.extras())
                .containsEntry(
                        "licence",
                        "[\"OGL terms\","
                            + " \"http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/\", \"Not"
                            + " for navigation\"]")
                .containsEntry(
                        "licence_url", "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")
                .containsEntry("access_constraints", "[\"no limitations\"]");
    }

    @Test
    void aLicenceAmongAccessConstraintsIsFoundByItsWords() throws Exception {
        var dataset = dataset(record().saying(legal("accessConstraints", text("Open Government Licence applies"))));
        assertThat(dataset.licenseId()).isEqualTo("uk-ogl");
        assertThat(dataset.extras()).containsEntry("licence", "[]").doesNotContainKey("licence_url");
    }

    @Test
    void aLicenceAddressStandsAloneOrBeforeWords() throws Exception {
        assertThat(licenceUrl("http://a.test/terms")).isEqualTo("http://a.test/terms");
        assertThat(licenceUrl("http://a.test/terms and more")).isEqualTo("http://a.test/terms");
        assertThat(licenceUrl("see http://a.test/terms")).isEqualTo("none");
        assertThat(licenceUrl("Reference only")).isEqualTo("none");
    }

    @Test
    void instantsAndPeriodsOfBothGmlVersionsGiveTheTime() throws Exception {
        assertThat(times("<gml:TimeInstant><gml:timePosition>2001</gml:timePosition></gml:TimeInstant>"))
                .containsExactly("2001", "2001");
        assertThat(
                        times(
                                "<gml32:TimePeriod><gml32:beginPosition>1998</gml32:beginPosition><gml32:endPosition>2010</gml32:endPosition></gml32:TimePeriod>"))
                .containsExactly("1998", "2010");
        assertThat(
                        times(
                                "<gml32:TimePeriod><gml32:begin><gml32:TimeInstant><gml32:timePosition>1990-01</gml32:timePosition></gml32:TimeInstant></gml32:begin>"
                                    + "<gml32:end><gml32:TimeInstant><gml32:timePosition>1991-02</gml32:timePosition></gml32:TimeInstant></gml32:end></gml32:TimePeriod>"))
                .containsExactly("1990-01", "1991-02");
        assertThat(times("<gml:TimePeriod><gml:beginPosition>1998</gml:beginPosition><gml:endPosition"
                        + " indeterminatePosition='now'/></gml:TimePeriod>"))
                .containsExactly("1998", "none");
    }

    @Test
    void oneBoxIsAPolygonFromTheSouthWestAgainstTheClock() throws Exception {
        assertThat(dataset(record().box("-8.97114288", "0.2", "54.5", "61")).extras())
                .containsEntry("bbox-west-long", "-8.97114288")
                .containsEntry("bbox-east-long", "0.2")
                .containsEntry("bbox-south-lat", "54.5")
                .containsEntry("bbox-north-lat", "61")
                .containsEntry(
                        "spatial",
                        "{\"type\": \"Polygon\", \"coordinates\": [[[-8.97114288, 54.5], [0.2, 54.5], [0.2, 61.0],"
                                + " [-8.97114288, 61.0], [-8.97114288, 54.5]]]}");
    }

    @Test
    void severalBoxesAreAllCovered() throws Exception {
        assertThat(dataset(record().box("1", "2", "3", "4")
                                .box("-5", "-4", "50", "51")
                                .box("1", "2", "3", "4"))
                        .extras())
                .containsEntry("bbox-west-long", "-5")
                .containsEntry("bbox-east-long", "2")
                .containsEntry("bbox-south-lat", "3")
                .containsEntry("bbox-north-lat", "51")
                .containsEntry(
                        "spatial",
                        "{\"type\": \"MultiPolygon\", \"coordinates\": [[[[1.0, 3.0], [2.0, 3.0], [2.0, 4.0], [1.0,"
                            + " 4.0], [1.0, 3.0]]], [[[-5.0, 50.0], [-4.0, 50.0], [-4.0, 51.0], [-5.0, 51.0], [-5.0,"
                            + " 50.0]]]]}");
    }

    @Test
    void aBoxWithoutSizeIsAPoint() throws Exception {
        var reading = read(record().box("1.5", "1.5", "3", "3"));
        assertThat(reading.dataset().extras())
                .containsEntry("spatial", "{\"type\": \"Point\", \"coordinates\": [1.5, 3.0]}");
        assertThat(reading.warnings()).singleElement().asString().startsWith("Point extent defined instead of polygon");
    }

    @Test
    void aBoxOverTheDateLineIsTwoPolygons() throws Exception {
        assertThat(dataset(record().box("170", "-170", "-10", "10")).extras().get("spatial"))
                .isEqualTo("{\"type\": \"MultiPolygon\", \"coordinates\": [[[[170.0, -10.0], [180.0, -10.0], [180.0,"
                        + " 10.0], [170.0, 10.0], [170.0, -10.0]]], [[[-180.0, -10.0], [-170.0, -10.0], [-170.0,"
                        + " 10.0], [-180.0, 10.0], [-180.0, -10.0]]]]}");
    }

    @Test
    void aBoxWithExchangedEdgesIsSetRightAndOneWithoutDegreesIsLeftOut() throws Exception {
        var exchanged = read(record().box("3", "1", "51", "50"));
        assertThat(exchanged.dataset().extras())
                .containsEntry("bbox-west-long", "1")
                .containsEntry("bbox-east-long", "3")
                .containsEntry("bbox-south-lat", "50")
                .containsEntry("bbox-north-lat", "51");
        assertThat(exchanged.warnings()).singleElement().asString().contains("exchanged");
        var metres = read(record().box("420000", "430000", "80000", "90000"));
        assertThat(metres.dataset().extras()).doesNotContainKeys("spatial", "bbox-west-long");
        assertThat(metres.warnings())
                .singleElement()
                .asString()
                .contains("left out")
                .contains("420000");
    }

    @Test
    void linksBecomeDistributionsWithAFormat() throws Exception {
        var dataset = dataset(record().saying(
                        "<gmd:pointOfContact><gmd:CI_ResponsibleParty><gmd:organisationName>" + text("Water Board")
                                + "</gmd:organisationName><gmd:contactInfo><gmd:CI_Contact><gmd:onlineResource><gmd:CI_OnlineResource><gmd:linkage>"
                                + "<gmd:URL>http://board.test/</gmd:URL></gmd:linkage></gmd:CI_OnlineResource></gmd:onlineResource></gmd:CI_Contact></gmd:contactInfo><gmd:role><gmd:CI_RoleCode"
                                + " codeListValue='owner'/></gmd:role></gmd:CI_ResponsibleParty></gmd:pointOfContact>")
                .distributed(online("http://a.test/rivers.zip", "WWW:DOWNLOAD-1.0-http--download", "download")
                        + online("http://a.test/ows", "OGC:WFS", "download")));
        assertThat(dataset.distributions())
                .extracting(Distribution::url, Distribution::name, Distribution::format)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("http://a.test/rivers.zip", "Unnamed resource", "ZIP"),
                        org.assertj.core.groups.Tuple.tuple("http://a.test/ows", "Unnamed resource", "WFS"));
        assertThat(dataset.distributions().getFirst().extras())
                .containsEntry("resource_locator_protocol", "WWW:DOWNLOAD-1.0-http--download")
                .containsEntry("resource_locator_function", "download");
        assertThat(dataset.extras())
                .containsEntry("responsible-party", "[{\"name\": \"Water Board\", \"roles\": [\"owner\"]}]");
    }

    @Test
    void theDefaultLanguageWinsOverTranslations() throws Exception {
        var translations = "<gmd:PT_FreeText><gmd:textGroup><gmd:LocalisedCharacterString"
            + " locale='#DE'>Flüsse</gmd:LocalisedCharacterString></gmd:textGroup><gmd:textGroup><gmd:LocalisedCharacterString"
            + " locale='#FR'>Rivières</gmd:LocalisedCharacterString></gmd:textGroup></gmd:PT_FreeText>";
        assertThat(dataset(record().titled("<gmd:title>" + text("Rivers") + translations + "</gmd:title>"))
                        .title())
                .isEqualTo("Rivers");
        assertThat(dataset(record().titled("<gmd:title>" + translations + "</gmd:title>"))
                        .title())
                .isEqualTo("Flüsse");
    }

    @Test
    void aRecordWithoutATitleIsCalledByWhatItHas() throws Exception {
        var other = read(record().titled("<gmd:alternateTitle>" + text("Streams") + "</gmd:alternateTitle>"));
        assertThat(other.dataset().title()).isEqualTo("Streams");
        assertThat(other.warnings()).hasSize(1);
        assertThat(read(record().titled("")).dataset().title()).isEqualTo("rivers-1");
        var nothing = record().titled("").toString().replace("rivers-1", "").getBytes(StandardCharsets.UTF_8);
        var e = catchThrowableOfType(UnreadableRecordException.class, () -> reader.read(nothing, ReadingOptions.PLAIN));
        assertThat(e.fault()).isEqualTo(Fault.MAPPING);
        assertThat(e).hasMessageContaining("neither a title nor a gmd:fileIdentifier");
    }

    @Test
    void defaultsOfTheSourceAreAdded() throws Exception {
        var options =
                new ReadingOptions(List.of("harvested"), Map.of("progress", "unknown", "theme", "water"), false, true);
        var dataset = reader.read(record().bytes(), options).dataset();
        assertThat(dataset.tags()).containsExactly("harvested");
        assertThat(dataset.extras()).containsEntry("theme", "water").containsEntry("progress", "");
        var override = new ReadingOptions(List.of(), Map.of("progress", "unknown"), true, false);
        assertThat(reader.read(record().bytes(), override).dataset().extras()).containsEntry("progress", "unknown");
    }

    @Test
    void badXmlIsRefusedWithItsPlaceAndNulIsReadWithAWarning() throws Exception {
        var broken =
                record().toString().replace("</gmd:MD_DataIdentification>", "").getBytes(StandardCharsets.UTF_8);
        var e = catchThrowableOfType(UnreadableRecordException.class, () -> reader.read(broken, ReadingOptions.PLAIN));
        assertThat(e.fault()).isEqualTo(Fault.FORMAT);
        assertThat(e.line()).isBetween(7, 11);
        assertThat(e.column()).isNotNull();
        assertThat(e).hasMessageContaining("line " + e.line());
        var nul = record().toString().replace("Rivers", "Riv\u0000ers").getBytes(StandardCharsets.UTF_8);
        var reading = reader.read(nul, ReadingOptions.PLAIN);
        assertThat(reading.dataset().title()).isEqualTo("Rivers");
        assertThat(reading.warnings()).singleElement().asString().contains("1 control characters");
        var latin = record().toString().replace("Rivers", "Málaga").getBytes(StandardCharsets.ISO_8859_1);
        var wrong =
                catchThrowableOfType(UnreadableRecordException.class, () -> reader.read(latin, ReadingOptions.PLAIN));
        assertThat(wrong).hasMessageContaining("expected UTF-8");
        assertThat(wrong.line()).isNotNull();
    }

    private String licenceUrl(String limitation) throws UnreadableRecordException {
        return dataset(record().saying("<gmd:resourceConstraints><gmd:MD_Constraints><gmd:useLimitation>"
                        + text(limitation) + "</gmd:useLimitation></gmd:MD_Constraints></gmd:resourceConstraints>"))
                .extras()
                .getOrDefault("licence_url", "none");
    }

    private List<String> times(String xml) throws UnreadableRecordException {
        var extras = dataset(record().time(xml)).extras();
        return List.of(
                extras.getOrDefault("temporal-extent-begin", "none"),
                extras.getOrDefault("temporal-extent-end", "none"));
    }

    private static String legal(String code, String other) {
        return "<gmd:resourceConstraints><gmd:MD_LegalConstraints><gmd:%s><gmd:MD_RestrictionCode codeListValue='otherRestrictions'/></gmd:%s><gmd:otherConstraints>%s</gmd:otherConstraints></gmd:MD_LegalConstraints></gmd:resourceConstraints>"
                .formatted(code, code, other);
    }

    private Dataset dataset(IsoXmlText document) throws UnreadableRecordException {
        return read(document).dataset();
    }

    private Reading read(IsoXmlText document) throws UnreadableRecordException {
        return reader.read(document.bytes(), ReadingOptions.PLAIN);
    }
}
