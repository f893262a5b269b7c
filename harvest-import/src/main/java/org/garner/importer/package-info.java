/** The import worker: reads documents, maps them to datasets, compares, and writes the catalogue and the outcome in one transaction. */
@NullMarked
package org.garner.importer;

import org.jspecify.annotations.NullMarked;
