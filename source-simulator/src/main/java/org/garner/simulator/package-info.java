/** Sources that behave and misbehave on request: for the demo, for tests and for benchmarks. */
@NullMarked
package org.garner.simulator;

import org.jspecify.annotations.NullMarked;
