/** The fetch worker: brings documents home, politely. */
@NullMarked
package org.garner.fetch;

import org.jspecify.annotations.NullMarked;
