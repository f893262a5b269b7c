package org.garner.simulator;

/** What is wrong with one record of a source, run after run. */
public enum RecordFault {
    /** The document stops in the middle of an element. Only in a WAF: inside a page of a CSW it would spoil the page. */
    CUT_OFF,
    /** A page in HTML stands where the document should be. Only in a WAF. */
    HTML,
    /** The source lists it, but denies it: 404 in a WAF, nothing in a CSW's GetRecordById. */
    MISSING,
    /** Its citation has no title. */
    NO_TITLE,
    /** A NUL byte stands in the text of its abstract. */
    NUL,
    /** It declares UTF-8 but is written in ISO 8859-1, with letters that tell the difference. Only in a WAF. */
    WRONG_ENCODING,
    /** It has the file identifier of the record before it. */
    SAME_ID
}
