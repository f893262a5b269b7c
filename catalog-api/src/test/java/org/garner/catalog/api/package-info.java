@NullMarked
package org.garner.catalog.api;

import org.jspecify.annotations.NullMarked;
