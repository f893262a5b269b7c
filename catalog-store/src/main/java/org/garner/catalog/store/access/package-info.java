/** Who may do what, and who did what: tokens and the audit trail. */
@NullMarked
package org.garner.catalog.store.access;

import org.jspecify.annotations.NullMarked;
