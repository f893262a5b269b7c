package org.garner.catalog.access;

import org.jspecify.annotations.Nullable;

/** What a permission is asked for. */
public sealed interface Target {
    Target INSTALLATION = new Installation();
    Target ANYTHING = new Anything();

    /** Nothing in particular, or what belongs to no publisher. */
    record Installation() implements Target {}

    /** Some publisher or other: the question is whether the caller has the permission at all. */
    record Anything() implements Target {}

    /** @param publisher the name of the publisher that its datasets belong to */
    record Source(String name, @Nullable String publisher) implements Target {}

    /** By its name. */
    record Publisher(String name) implements Target {}
}
