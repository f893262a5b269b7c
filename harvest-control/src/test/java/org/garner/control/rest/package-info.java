@NullMarked
package org.garner.control.rest;

import org.jspecify.annotations.NullMarked;
