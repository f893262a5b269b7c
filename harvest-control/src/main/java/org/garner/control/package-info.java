/** Control: hands out work, holds the thread of each job, sweeps and closes, and answers operators. */
@NullMarked
package org.garner.control;

import org.jspecify.annotations.NullMarked;
