package org.garner.catalog.api;

import org.garner.catalog.access.Permission;

/** An action that changes something: by POST only, and for nobody who may not do the like of it anywhere. */
public non-sealed interface WriteAction extends Action {

    /**
     * What it takes. Whoever has this permission for nothing is refused before anything is looked at; the action asks for it again for what it is to
     * act on.
     */
    Permission needs();
}
