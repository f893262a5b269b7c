package org.garner.inspect;

import org.garner.catalog.format.Reading;

/** Where results go, one by one, so that a listing of any length needs no more memory than one record. */
public interface Results {
    /** A record was read. */
    void read(String record, Reading reading);

    /** A record, or the listing, could not be read. */
    void failed(Finding finding);
}
