@NullMarked
package org.garner.harvesters;

import org.jspecify.annotations.NullMarked;
