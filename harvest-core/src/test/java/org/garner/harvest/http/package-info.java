@NullMarked
package org.garner.harvest.http;

import org.jspecify.annotations.NullMarked;
