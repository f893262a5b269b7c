/** The operator's verbs: thin clients of a running server, one class for each noun. */
@NullMarked
package org.garner.verbs;

import org.jspecify.annotations.NullMarked;
