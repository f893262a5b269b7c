/** Tests of the package. */
@NullMarked
package org.garner.harvesters.ckan;

import org.jspecify.annotations.NullMarked;
