/** Reading documents and listings without a catalogue or a server. */
@NullMarked
package org.garner.inspect;

import org.jspecify.annotations.NullMarked;
