@NullMarked
package org.garner.catalog.index;

import org.jspecify.annotations.NullMarked;
