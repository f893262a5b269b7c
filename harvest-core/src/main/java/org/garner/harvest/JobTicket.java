package org.garner.harvest;

import java.util.UUID;

/**
 * The right to work for a job: valid while the job runs in this epoch. Every start, resume and takeover raises the epoch, which fences all
 * that was handed out before.
 */
public record JobTicket(UUID job, int epoch) {}
