/** ISO 19139 records (with ISO 19115-2 roots): one pass over the XML into {@link org.garner.catalog.format.iso.IsoRecord}, then into a dataset. */
@NullMarked
package org.garner.catalog.format.iso;

import org.jspecify.annotations.NullMarked;
