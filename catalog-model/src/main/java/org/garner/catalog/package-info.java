/** What a dataset is: values that cannot be wrong, with no framework and no format in sight. */
@NullMarked
package org.garner.catalog;

import org.jspecify.annotations.NullMarked;
