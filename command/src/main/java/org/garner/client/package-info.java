/** The command's side of a running server: its REST API, followed jobs and their reports. */
@NullMarked
package org.garner.client;

import org.jspecify.annotations.NullMarked;
