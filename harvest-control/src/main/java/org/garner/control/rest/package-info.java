/** The job-control endpoint, {@code /api/v1}: what operators and programs ask of sources, jobs and records. Knows the ledger; control knows it. */
@NullMarked
package org.garner.control.rest;

import org.jspecify.annotations.NullMarked;
