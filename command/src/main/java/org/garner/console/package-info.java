/** What all verbs of the command share: options, answers on a terminal, tables and exit codes. */
@NullMarked
package org.garner.console;

import org.jspecify.annotations.NullMarked;
