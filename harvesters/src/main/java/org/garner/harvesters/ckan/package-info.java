/** The source type {@code ckan}: catalogues that answer CKAN's Action API. */
@NullMarked
package org.garner.harvesters.ckan;

import org.jspecify.annotations.NullMarked;
