package org.garner.catalog.format.iso;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.XmlCursor;

/**
 * All that is read from one record, in the record's own words; what is missing is empty. Filled in one pass over the document, then left alone.
 */
final class IsoRecord {
    String guid = "";
    String language = "";
    String characterSet = "";
    String date = "";
    String standardName = "";
    String standardVersion = "";
    final List<String> resourceTypes = new ArrayList<>();
    final List<IsoParty> contacts = new ArrayList<>();
    final List<IsoText> referenceSystems = new ArrayList<>();
    final IsoIdentification data = new IsoIdentification();
    final IsoIdentification service = new IsoIdentification();
    final List<DataFormat> dataFormats = new ArrayList<>();
    final List<IsoParty> distributors = new ArrayList<>();
    final List<IsoLink> locators = new ArrayList<>();
    final List<IsoLink> distributorLocators = new ArrayList<>();
    String lineage = "";
    String conformitySpecification = "";
    String conformityPass = "";
    String conformityExplanation = "";

    /** A format that the data can be had in. */
    record DataFormat(String name, String version) {}

    /** Reads the record whose root is where the cursor stands. */
    static IsoRecord in(XmlCursor in) throws MalformedXmlException {
        var record = new IsoRecord();
        IsoXml.children(in, name -> record.property(name, in));
        return record;
    }

    /** A list that the record's data have; where they have none, its service's. */
    <T> List<T> list(Function<IsoIdentification, List<T>> property) {
        var ofData = property.apply(data);
        return ofData.isEmpty() ? property.apply(service) : ofData;
    }

    /** A text that the record's data have; where they have none, its service's. */
    String text(Function<IsoIdentification, String> property) {
        var ofData = property.apply(data);
        return ofData.isEmpty() ? property.apply(service) : ofData;
    }

    /** The bodies behind the data; where the record names none, those behind the record. */
    List<IsoParty> responsible() {
        var parties = list(identification -> identification.parties);
        return parties.isEmpty() ? contacts : parties;
    }

    Optional<IsoText> referenceSystem() {
        return referenceSystems.stream().findFirst();
    }

    private void property(String name, XmlCursor in) throws MalformedXmlException {
        switch (name) {
            case "fileIdentifier" -> guid = first(guid, IsoXml.value(in));
            case "language" -> language = first(language, IsoXml.code(in));
            case "characterSet" -> characterSet = first(characterSet, IsoXml.code(in));
            case "hierarchyLevel" -> add(resourceTypes, IsoXml.code(in));
            case "contact" -> add(contacts, in);
            case "dateStamp" -> date = first(date, IsoXml.value(in));
            case "metadataStandardName" -> standardName = first(standardName, IsoXml.value(in));
            case "metadataStandardVersion" -> standardVersion = first(standardVersion, IsoXml.value(in));
            case "referenceSystemInfo" -> IsoXml.properties(in, property -> referenceSystem(property, in));
            case "identificationInfo" -> identification(in);
            case "distributionInfo" -> IsoXml.properties(in, property -> distribution(property, in));
            case "dataQualityInfo" -> IsoXml.properties(in, property -> quality(property, in));
            default -> {}
        }
    }

    private void referenceSystem(String name, XmlCursor in) throws MalformedXmlException {
        if (name.equals("referenceSystemIdentifier")) {
            IsoXml.properties(in, property -> {
                if (property.equals("code")) {
                    var code = IsoXml.text(in);
                    if (!code.isEmpty()) {
                        referenceSystems.add(code);
                    }
                }
            });
        }
    }

    private void identification(XmlCursor in) throws MalformedXmlException {
        IsoXml.children(in, kind -> {
            switch (kind) {
                case "MD_DataIdentification" -> data.add(in);
                case "SV_ServiceIdentification" -> service.add(in);
                default -> {}
            }
        });
    }

    private void distribution(String name, XmlCursor in) throws MalformedXmlException {
        switch (name) {
            case "distributionFormat" -> format(in);
            case "transferOptions" -> transfer(in, locators);
            case "distributor" ->
                IsoXml.properties(in, property -> {
                    switch (property) {
                        case "distributorContact" -> add(distributors, in);
                        case "distributorFormat" -> format(in);
                        case "distributorTransferOptions" -> transfer(in, distributorLocators);
                        default -> {}
                    }
                });
            default -> {}
        }
    }

    private void format(XmlCursor in) throws MalformedXmlException {
        var parts = new String[] {"", ""};
        IsoXml.properties(in, name -> {
            switch (name) {
                case "name" -> parts[0] = IsoXml.value(in);
                case "version" -> parts[1] = IsoXml.value(in);
                default -> {}
            }
        });
        if (!parts[0].isEmpty()) {
            dataFormats.add(new DataFormat(parts[0], parts[1]));
        }
    }

    private static void transfer(XmlCursor in, List<IsoLink> links) throws MalformedXmlException {
        IsoXml.properties(in, name -> {
            if (name.equals("onLine")) {
                links.add(IsoLink.in(in));
            }
        });
    }

    private void quality(String name, XmlCursor in) throws MalformedXmlException {
        switch (name) {
            case "lineage" ->
                IsoXml.properties(in, property -> {
                    if (property.equals("statement")) {
                        lineage = first(lineage, IsoXml.value(in));
                    }
                });
            case "report" ->
                IsoXml.children(in, kind -> {
                    if (kind.equals("DQ_DomainConsistency")) {
                        IsoXml.children(in, property -> {
                            if (property.equals("result")) {
                                IsoXml.properties(in, inner -> conformity(inner, in));
                            }
                        });
                    }
                });
            default -> {}
        }
    }

    private void conformity(String name, XmlCursor in) throws MalformedXmlException {
        switch (name) {
            case "specification" ->
                IsoXml.properties(in, property -> {
                    if (property.equals("title")) {
                        conformitySpecification = first(conformitySpecification, IsoXml.value(in));
                    }
                });
            case "pass" -> conformityPass = first(conformityPass, IsoXml.value(in));
            case "explanation" -> conformityExplanation = first(conformityExplanation, IsoXml.value(in));
            default -> {}
        }
    }

    private static void add(List<IsoParty> parties, XmlCursor in) throws MalformedXmlException {
        var party = IsoParty.in(in);
        if (!party.isEmpty()) {
            parties.add(party);
        }
    }

    private static void add(List<String> list, String value) {
        if (!value.isEmpty()) {
            list.add(value);
        }
    }

    private static String first(String held, String next) {
        return held.isEmpty() ? next : held;
    }
}
