package org.garner.catalog.api;

import tools.jackson.core.JsonGenerator;

/** One action that reads. Implementations are stateless and safe for many threads. */
interface ReadAction {

    /** The name in the address, such as {@code package_show}. */
    String name();

    /** What it does and which parameters it takes, for people ({@code help_show}). */
    String help();

    /**
     * Writes exactly one JSON value, the result.
     *
     * @throws RefusedException when there is no result; nothing that was written is sent then
     */
    void answer(Parameters parameters, JsonGenerator result);
}
