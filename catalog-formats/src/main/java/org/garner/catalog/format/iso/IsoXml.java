package org.garner.catalog.format.iso;

import java.util.Set;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.XmlCursor;

/**
 * The grammar that all of ISO 19139 shares: objects hold properties, a property holds an object or a value. Namespaces decide, never prefixes; a
 * profile's own element counts as the one of the standard that it names in {@code gco:isoType}.
 */
final class IsoXml {
    static final String GMD = "http://www.isotc211.org/2005/gmd";
    private static final String GMI = "http://www.isotc211.org/2005/gmi";
    private static final String GCO = "http://www.isotc211.org/2005/gco";
    private static final String XLINK = "http://www.w3.org/1999/xlink";

    /** ISO 19115-2 has been published under several namespaces. */
    static final Set<String> IMAGERY =
            Set.of(GMI, "http://www.isotc211.org/schemas/2012/gmi", "http://standards.iso.org/iso/19115/-2/gmi/1.0");

    private static final Set<String> FAMILY = Set.of(
            GMD,
            GMI,
            GCO,
            "http://www.isotc211.org/2005/srv",
            "http://www.isotc211.org/2005/gmx",
            "http://www.isotc211.org/2005/gts",
            "http://www.isotc211.org/2005/gss",
            "http://www.isotc211.org/2005/gsr",
            "http://www.opengis.net/gml",
            "http://www.opengis.net/gml/3.2",
            "http://www.isotc211.org/schemas/2012/gmi",
            "http://standards.iso.org/iso/19115/-2/gmi/1.0");

    private IsoXml() {}

    /** What to do at a child element. */
    interface Step {
        void at(String name) throws MalformedXmlException;
    }

    /** The element's name in the standard; empty when it is none of the standard's. */
    static String name(XmlCursor in) {
        if (FAMILY.contains(in.namespace())) {
            return in.localName();
        }
        var base = in.attribute(GCO, "isoType");
        return base == null ? "" : base.substring(base.indexOf(':') + 1);
    }

    static void children(XmlCursor in, Step step) throws MalformedXmlException {
        for (int here = in.depth(); in.child(here); ) {
            step.at(name(in));
        }
    }

    /** Goes over the properties of the object, or objects, in the property where the cursor stands. */
    static void properties(XmlCursor in, Step step) throws MalformedXmlException {
        for (int here = in.depth(); in.child(here); ) {
            children(in, step);
        }
    }

    /**
     * The text of a property: a character string, the text of an anchor with its address, a date, a number or a name. The default language wins; a
     * translation ({@code gmd:PT_FreeText}) counts only where it is all there is.
     */
    static IsoText text(XmlCursor in) throws MalformedXmlException {
        var value = "";
        var href = "";
        var translation = "";
        for (int here = in.depth(); in.child(here); ) {
            if (name(in).equals("PT_FreeText")) {
                translation = firstTranslation(in);
            } else {
                var address = attribute(in, XLINK, "href");
                var text = in.text().strip();
                value = value.isEmpty() ? text : value;
                href = href.isEmpty() ? address : href;
            }
        }
        return new IsoText(value.isEmpty() ? translation : value, href);
    }

    static String value(XmlCursor in) throws MalformedXmlException {
        return text(in).value();
    }

    /** The value of a property from a code list: the code, or the words where a record has only these. */
    static String code(XmlCursor in) throws MalformedXmlException {
        var code = "";
        for (int here = in.depth(); in.child(here); ) {
            var listed = attribute(in, "", "codeListValue");
            var words = in.text().strip();
            if (code.isEmpty()) {
                code = listed.isEmpty() ? words : listed;
            }
        }
        return code;
    }

    static String attribute(XmlCursor in, String namespace, String name) {
        var value = in.attribute(namespace, name);
        return value == null ? "" : value.strip();
    }

    static String xlink(XmlCursor in, String name) {
        return attribute(in, XLINK, name);
    }

    private static String firstTranslation(XmlCursor in) throws MalformedXmlException {
        var translation = "";
        for (int group = in.depth(); in.child(group); ) {
            for (int localised = in.depth(); in.child(localised); ) {
                translation = translation.isEmpty() ? in.text().strip() : translation;
            }
        }
        return translation;
    }
}
