/** Tests of the package. */
@NullMarked
package org.garner.catalog.format.ckan;

import org.jspecify.annotations.NullMarked;
