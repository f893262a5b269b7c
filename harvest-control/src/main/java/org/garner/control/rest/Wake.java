package org.garner.control.rest;

/** Tells whoever runs jobs that there is something to do; without it, they find out by themselves a little later. */
@FunctionalInterface
public interface Wake {
    void soon();
}
