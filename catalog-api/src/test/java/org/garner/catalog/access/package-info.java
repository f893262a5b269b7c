@NullMarked
package org.garner.catalog.access;

import org.jspecify.annotations.NullMarked;
