/** CKAN's harvest actions that read (those that write are in {@code write}), and the old addresses of harvested documents. They know the ledger, so that the catalogue's API need not. */
@NullMarked
package org.garner.control.actions;

import org.jspecify.annotations.NullMarked;
