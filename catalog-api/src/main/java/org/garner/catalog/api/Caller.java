package org.garner.catalog.api;

/** Who asks. There are no users yet: whoever brings the server's admin token may see everything, everybody else what is public. */
public enum Caller {
    ANYBODY,
    SYSADMIN
}
