package org.garner.catalog.format.iso;

import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.XmlCursor;

/**
 * An online resource (ISO 19115:2003, B.3.2.4 CI_OnlineResource); what is missing is empty.
 *
 * @param mediaType the type that {@code gmx:MimeFileType} gives a file's name
 */
record IsoLink(String url, String name, String description, IsoText protocol, String function, String mediaType) {

    /** Reads the property where the cursor stands. */
    static IsoLink in(XmlCursor in) throws MalformedXmlException {
        var link = new Reading();
        IsoXml.properties(in, name -> link.property(name, in));
        return new IsoLink(link.url, link.name, link.description, link.protocol, link.function, link.mediaType);
    }

    private static final class Reading {
        private String url = "";
        private String name = "";
        private String description = "";
        private IsoText protocol = new IsoText("", "");
        private String function = "";
        private String mediaType = "";

        void property(String property, XmlCursor in) throws MalformedXmlException {
            switch (property) {
                case "linkage" -> url = IsoXml.value(in);
                case "name" -> nameOrFile(in);
                case "description" -> description = IsoXml.value(in);
                case "protocol" -> protocol = IsoXml.text(in);
                case "function" -> function = IsoXml.code(in);
                default -> {}
            }
        }

        private void nameOrFile(XmlCursor in) throws MalformedXmlException {
            for (int here = in.depth(); in.child(here); ) {
                var kind = IsoXml.name(in);
                mediaType = kind.equals("MimeFileType") ? IsoXml.attribute(in, "", "type") : mediaType;
                var text = in.text().strip();
                name = name.isEmpty() && !kind.equals("PT_FreeText") ? text : name;
            }
        }
    }
}
