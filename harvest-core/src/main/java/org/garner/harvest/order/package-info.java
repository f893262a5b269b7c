/** Work orders and their way over Kafka; the only package that knows Kafka. */
@NullMarked
package org.garner.harvest.order;

import org.jspecify.annotations.NullMarked;
