/** The language of harvesting: source, record, listing, outcome, failure, and the port that every source type implements. */
@NullMarked
package org.garner.harvest;

import org.jspecify.annotations.NullMarked;
