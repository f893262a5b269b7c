/** OGC Catalogue Service for the Web 2.0.2 (OGC 07-006r1): records come from the pages of GetRecords or one list of ids at a time. */
@NullMarked
package org.garner.harvesters.csw;

import org.jspecify.annotations.NullMarked;
