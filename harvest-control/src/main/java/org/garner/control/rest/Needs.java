package org.garner.control.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.garner.catalog.access.Permission;

/**
 * What a caller needs for a method of the endpoint; {@link AccessCheck} sees to it. The source that is meant is the one in the path, or the one of the
 * job there. What can only be told by the body is asked of {@link Gate} besides. A method without this is for sysadmins, and a test names it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Needs {
    Permission value();
}
