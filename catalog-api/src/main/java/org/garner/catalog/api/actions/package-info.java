/** Actions that need nothing but the catalogue: one class for each, and what they share. */
@NullMarked
package org.garner.catalog.api.actions;

import org.jspecify.annotations.NullMarked;
