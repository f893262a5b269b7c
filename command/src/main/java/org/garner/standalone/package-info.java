/** The standalone server: every room in one process, over an embedded Postgres, Kafka and Solr. */
@NullMarked
package org.garner.standalone;

import org.jspecify.annotations.NullMarked;
