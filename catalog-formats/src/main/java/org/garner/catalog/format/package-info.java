/** Readers of metadata formats: the bytes of a record in, a dataset with findings out. */
@NullMarked
package org.garner.catalog.format;

import org.jspecify.annotations.NullMarked;
