/** CKAN's Action API over the catalogue: what CKAN's clients call, answered as CKAN answers. */
@NullMarked
package org.garner.catalog.api;

import org.jspecify.annotations.NullMarked;
