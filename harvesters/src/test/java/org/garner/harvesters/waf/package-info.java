@NullMarked
package org.garner.harvesters.waf;

import org.jspecify.annotations.NullMarked;
