/** The catalogue's tables, and the only SQL on them: packages, their resources and publishers, and what the search index still has to be told. */
@NullMarked
package org.garner.catalog.store;

import org.jspecify.annotations.NullMarked;
