@NullMarked
package org.garner.harvesters.csw;

import org.jspecify.annotations.NullMarked;
