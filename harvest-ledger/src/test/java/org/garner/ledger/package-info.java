@NullMarked
package org.garner.ledger;

import org.jspecify.annotations.NullMarked;
