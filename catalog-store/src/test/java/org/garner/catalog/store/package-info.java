@NullMarked
package org.garner.catalog.store;

import org.jspecify.annotations.NullMarked;
