package org.garner.simulator;

/** What is wrong with one record of a source, run after run. */
public enum RecordFault {
    /** The document stops in the middle of an element. Not in a CSW, where it would spoil the page; in a data.json the document is broken there. */
    CUT_OFF,
    /** HTML stands where the document should be: a page in a WAF, a text in a data.json. Not in a CSW. */
    HTML,
    /** The source lists it, but denies it: 404 in a WAF, nothing in a CSW's GetRecordById. In a data.json it has no identifier. */
    MISSING,
    /** Its citation has no title. */
    NO_TITLE,
    /** A NUL byte stands in the text of its abstract. */
    NUL,
    /** It passes for UTF-8 but is written in ISO 8859-1, with letters that tell the difference. Not in a CSW; a data.json is broken there. */
    WRONG_ENCODING,
    /** It has the file identifier of the record before it. */
    SAME_ID
}
