package org.garner.harvest;

/** A source's configuration cannot be used; the message says which member and what was expected. */
public class InvalidConfigException extends Exception {
    public InvalidConfigException(String message) {
        super(message);
    }
}
