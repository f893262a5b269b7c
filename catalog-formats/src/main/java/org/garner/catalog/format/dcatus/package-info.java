/** Datasets of Project Open Data 1.1 (DCAT-US 1.1), the entries of a data.json. */
@NullMarked
package org.garner.catalog.format.dcatus;

import org.jspecify.annotations.NullMarked;
