/** The source types, one package each, and the one door to them. */
@NullMarked
package org.garner.harvesters;

import org.jspecify.annotations.NullMarked;
