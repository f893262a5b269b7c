/** Tests over several rooms: architecture, the distribution, end to end, faults. */
@NullMarked
package org.garner.tests;

import org.jspecify.annotations.NullMarked;
