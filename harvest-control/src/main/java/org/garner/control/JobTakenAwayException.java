package org.garner.control;

import java.util.UUID;

/** A job was ended, or is led by another process by now: who waits for its milestone waits in vain. */
class JobTakenAwayException extends RuntimeException {
    JobTakenAwayException(UUID job) {
        super("Job %s was ended or taken over".formatted(job));
    }
}
