package org.garner.client;

import tools.jackson.databind.JsonNode;

/**
 * What a server answered.
 *
 * @param value as far as the command reads it
 * @param json all of it, for programs
 */
public record Answered<T>(T value, JsonNode json) {}
