/**
 * Measures Garner from outside, as its users meet it: processes, REST and the operating system's own counters. Nothing in here is part of a room, so
 * the walls of the rooms do not bind it: the floor writes SQL and Solr documents itself, to show what the machine can do without Garner.
 */
@NullMarked
package org.garner.bench;

import org.jspecify.annotations.NullMarked;
