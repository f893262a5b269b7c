package org.garner.catalog.api;

/** An action that changes nothing: by GET or POST, and for everybody unless it asks {@link Parameters#require}. */
public non-sealed interface ReadAction extends Action {}
