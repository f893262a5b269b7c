/**
 * Postgres, Kafka and Solr started by ourselves: Postgres as a child process, the others inside this one. The standalone server and every
 * module's tests run on them; nothing has to be installed.
 */
@NullMarked
package org.garner.embedded;

import org.jspecify.annotations.NullMarked;
