@NullMarked
package org.garner.harvesters.dcatus;

import org.jspecify.annotations.NullMarked;
