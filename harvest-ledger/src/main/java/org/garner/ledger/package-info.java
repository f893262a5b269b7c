/** The ledger: the only SQL on the harvest_* tables, one class per table; every statement names the job and works on a batch. */
@NullMarked
package org.garner.ledger;

import org.jspecify.annotations.NullMarked;
