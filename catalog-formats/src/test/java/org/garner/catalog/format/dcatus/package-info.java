@NullMarked
package org.garner.catalog.format.dcatus;

import org.jspecify.annotations.NullMarked;
