/** Catalogues in one document: the data.json of Project Open Data 1.1 (DCAT-US 1.1). */
@NullMarked
package org.garner.harvesters.dcatus;

import org.jspecify.annotations.NullMarked;
