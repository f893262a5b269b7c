/** When sources run: how often, when not, and whether at all. */
@NullMarked
package org.garner.control.schedule;

import org.jspecify.annotations.NullMarked;
