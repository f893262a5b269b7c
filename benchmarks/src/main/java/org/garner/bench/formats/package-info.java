/** JMH benchmarks of the steps that each record goes through inside a JVM: listing, reading, hashing, packing. Each class is one step. */
@NullMarked
package org.garner.bench.formats;

import org.jspecify.annotations.NullMarked;
