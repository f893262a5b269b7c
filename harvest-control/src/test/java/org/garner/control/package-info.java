@NullMarked
package org.garner.control;

import org.jspecify.annotations.NullMarked;
