/** How Garner speaks to sources: the port that harvesters use and the polite client behind it. */
@NullMarked
package org.garner.harvest.http;

import org.jspecify.annotations.NullMarked;
