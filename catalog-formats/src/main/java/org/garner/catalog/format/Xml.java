package org.garner.catalog.format;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;

/**
 * Opens XML of strangers: the one place of the code base where an XML parser is made.
 *
 * <p>No document type definition is read, so no external entity, no entity that a document declares itself and no address on the network; depth, names,
 * attributes and texts are bounded. Characters that XML forbids (NUL and other control characters) are removed and counted.
 */
public final class Xml {
    /** Elements inside elements; ISO records reach about 30. */
    static final int MAX_DEPTH = 256;

    /** Attributes of one element. */
    static final int MAX_ATTRIBUTES = 256;

    /** Characters of one attribute. */
    static final int MAX_ATTRIBUTE = 1 << 18;

    /** Characters of one text. */
    static final int MAX_TEXT = 16 << 20;

    private static final WstxInputFactory PARSERS = hardened();

    private Xml() {}

    /** A cursor over a document in memory; nothing has to be closed outside of it. */
    public static XmlCursor read(byte[] document) throws MalformedXmlException {
        return XmlCursor.over(new CleanXmlStream(document), document);
    }

    /**
     * A cursor over a stream of any length, such as a page of a listing; closing the cursor does not close the stream.
     *
     * <p>When the stream itself fails, this method and the cursor throw {@link java.io.UncheckedIOException} with its exception: the document may be sound.
     */
    public static XmlCursor read(InputStream stream) throws MalformedXmlException {
        return XmlCursor.over(new CleanXmlStream(stream), null);
    }

    static XMLStreamReader2 parser(InputStream bytes) throws XMLStreamException {
        return (XMLStreamReader2) PARSERS.createXMLStreamReader(bytes);
    }

    private static WstxInputFactory hardened() {
        var factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("Nothing outside the document is read, but it refers to " + systemId);
        });
        // References such as &#1; arrive as characters, which the cursor then leaves out, instead of ending the
        // document.
        factory.setProperty(WstxInputProperties.P_ALLOW_XML11_ESCAPED_CHARS_IN_XML10, true);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MAX_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, MAX_ATTRIBUTE);
        factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, MAX_TEXT);
        return factory;
    }
}
