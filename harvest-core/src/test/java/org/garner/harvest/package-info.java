@NullMarked
package org.garner.harvest;

import org.jspecify.annotations.NullMarked;
