package org.garner.catalog.format.iso;

import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.XmlCursor;

/**
 * One section of restrictions (ISO 19115:2003, B.2.3): a plain, a legal or a security one.
 *
 * @param useLimitations limits on the fitness for use; a property of all three classes
 * @param accessCodes the access restriction codes of a legal section
 * @param useCodes the use restriction codes of a legal section
 * @param others the "other" legal restrictions
 * @param classifications the codes of a security section
 */
record IsoConstraints(
        List<IsoText> useLimitations,
        List<String> accessCodes,
        List<String> useCodes,
        List<IsoText> others,
        List<String> classifications) {

    /** Reads the property where the cursor stands. */
    static IsoConstraints in(XmlCursor in) throws MalformedXmlException {
        var constraints = new IsoConstraints(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        IsoXml.properties(in, name -> constraints.property(name, in));
        return constraints;
    }

    private void property(String name, XmlCursor in) throws MalformedXmlException {
        switch (name) {
            case "useLimitation" -> useLimitations.add(IsoXml.text(in));
            case "accessConstraints" -> accessCodes.add(IsoXml.code(in));
            case "useConstraints" -> useCodes.add(IsoXml.code(in));
            case "otherConstraints" -> others.add(IsoXml.text(in));
            case "classification" -> classifications.add(IsoXml.code(in));
            default -> {}
        }
    }

    /** True when the "other" restrictions of this section are about use alone: it codes use and not access. */
    boolean limitsUseOnly() {
        return accessCodes.isEmpty() && !useCodes.isEmpty();
    }
}
