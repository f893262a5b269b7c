/** CKAN's package dict: what {@code package_show} and {@code package_search} give. */
@NullMarked
package org.garner.catalog.format.ckan;

import org.jspecify.annotations.NullMarked;
