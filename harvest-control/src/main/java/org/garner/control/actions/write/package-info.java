/** CKAN's harvest actions that change something, over the same control, access and audit trail as the job-control endpoint. */
@NullMarked
package org.garner.control.actions.write;

import org.jspecify.annotations.NullMarked;
