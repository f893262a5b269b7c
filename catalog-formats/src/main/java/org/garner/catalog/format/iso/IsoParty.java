package org.garner.catalog.format.iso;

import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.XmlCursor;

/** A person or body and its part in the data (ISO 19115:2003, B.3.2.1 CI_ResponsibleParty); what is missing is empty. */
record IsoParty(String individual, String organisation, String position, String email, String role) {

    /** Reads the property where the cursor stands. */
    static IsoParty in(XmlCursor in) throws MalformedXmlException {
        var party = new Reading();
        IsoXml.properties(in, name -> party.property(name, in));
        return new IsoParty(party.individual, party.organisation, party.position, party.email, party.role);
    }

    boolean isEmpty() {
        return individual.isEmpty() && organisation.isEmpty() && position.isEmpty() && email.isEmpty();
    }

    private static final class Reading {
        private String individual = "";
        private String organisation = "";
        private String position = "";
        private String email = "";
        private String role = "";

        void property(String name, XmlCursor in) throws MalformedXmlException {
            switch (name) {
                case "individualName" -> individual = IsoXml.value(in);
                case "organisationName" -> organisation = IsoXml.value(in);
                case "positionName" -> position = IsoXml.value(in);
                case "role" -> role = IsoXml.code(in);
                case "contactInfo" -> IsoXml.properties(in, inner -> contact(inner, in));
                default -> {}
            }
        }

        private void contact(String name, XmlCursor in) throws MalformedXmlException {
            if (name.equals("address")) {
                IsoXml.properties(in, inner -> {
                    if (inner.equals("electronicMailAddress") && email.isEmpty()) {
                        email = IsoXml.value(in);
                    }
                });
            }
        }
    }
}
