package org.garner.catalog.api;

import tools.jackson.core.JsonGenerator;

/** One action of the Action API. Implementations are beans, stateless and safe for many threads. */
public sealed interface Action permits ReadAction, WriteAction {

    /** The name in the address, such as {@code package_show}. */
    String name();

    /** What it does and which parameters it takes, for people ({@code help_show}). */
    String help();

    /**
     * Writes exactly one JSON value, the result. A long result is on its way before it is complete: refuse first, then write.
     *
     * @throws RefusedException when there is no result
     */
    void answer(Parameters parameters, JsonGenerator result);
}
