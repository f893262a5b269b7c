@NullMarked
package org.garner.bench;

import org.jspecify.annotations.NullMarked;
