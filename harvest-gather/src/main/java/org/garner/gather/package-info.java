/** The gather worker: lists the records of a source, compares them with what is held, and writes one harvest object for each. */
@NullMarked
package org.garner.gather;

import org.jspecify.annotations.NullMarked;
