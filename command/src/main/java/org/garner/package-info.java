/** The {@code garner} command and the standalone server. */
@NullMarked
package org.garner;

import org.jspecify.annotations.NullMarked;
