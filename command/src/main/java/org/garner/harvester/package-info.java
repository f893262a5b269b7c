/** CKAN's command {@code ckan harvester}, as scripts and runbooks know it: its verbs, its print-outs and its exit codes. */
@NullMarked
package org.garner.harvester;

import org.jspecify.annotations.NullMarked;
