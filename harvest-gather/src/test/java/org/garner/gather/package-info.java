/** Tests of the gather worker that need no server. */
@NullMarked
package org.garner.gather;

import org.jspecify.annotations.NullMarked;
