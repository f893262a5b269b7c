/** Who asks, and what they may do: for the Action API, job control and whatever else answers requests. */
@NullMarked
package org.garner.catalog.access;

import org.jspecify.annotations.NullMarked;
