/** Web accessible folders: index pages that link to one XML file for each record. */
@NullMarked
package org.garner.harvesters.waf;

import org.jspecify.annotations.NullMarked;
