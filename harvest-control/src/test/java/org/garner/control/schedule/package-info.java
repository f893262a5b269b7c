@NullMarked
package org.garner.control.schedule;

import org.jspecify.annotations.NullMarked;
