package org.garner.control.rest;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A server that Garner needs, for the status page.
 *
 * @param name one lower-case word
 * @param problem what is wrong with it, in words; empty when it can be used
 */
public record Part(String name, Supplier<Optional<String>> problem) {}
