package org.garner.control.rest;

import java.util.UUID;
import org.garner.catalog.access.AuditTrail;
import org.garner.catalog.access.Permission;
import org.garner.catalog.access.Target;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.store.access.AuditEvent.Outcome;
import org.garner.ledger.Jobs;
import org.garner.ledger.Sources.Stored;
import tools.jackson.databind.JsonNode;

/** Where work is taken in that is asked for in another way than by the endpoint: let in, and written down, as the endpoint does it. */
public class Desk {
    private final SourceControl sources;
    private final JobControl jobs;
    private final Gate gate;
    private final AuditTrail trail;
    private final Wake wake;

    Desk(SourceControl sources, JobControl jobs, Gate gate, AuditTrail trail, Wake wake) {
        this.sources = sources;
        this.jobs = jobs;
        this.gate = gate;
        this.trail = trail;
        this.wake = wake;
    }

    /**
     * Does what the request at hand asks for. Its success is written into the audit trail with what it changes, or else when the request is answered;
     * so is its failure.
     *
     * @param action what the trail calls it
     * @throws ProblemException why it was not done
     */
    public void serve(String action, JsonNode body, Runnable work) {
        var request = Asked.request().orElseThrow();
        var asked = Asked.begin(request, action, body);
        try {
            work.run();
        } catch (ProblemException e) {
            if (e.code() == ProblemCode.FORBIDDEN || e.code() == ProblemCode.UNAUTHORIZED) {
                trail.after(request, asked.deed(Outcome.REFUSED, e.getMessage()));
            } else {
                Asked.note("reason", String.valueOf(e.getMessage()));
            }
            throw e;
        } catch (RefusedException e) {
            Asked.note("reason", String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** The source of this id, name or URL, when the caller may do this to it. */
    public Stored source(String idNameOrUrl, Permission permission) {
        var source = sources.source(idNameOrUrl);
        Asked.concerns("source", source.id());
        require(source, permission);
        return source;
    }

    /** The job of this id, when the caller may do this to its source. */
    public Jobs.Job job(UUID id, Permission permission) {
        var job = jobs.require(id);
        Asked.concerns("job", id);
        require(sources.source(job.source().toString()), permission);
        return job;
    }

    /** @throws ProblemException when the caller may not do this to the whole installation */
    public void require(Permission permission) {
        gate.require(permission, Target.INSTALLATION);
    }

    private void require(Stored source, Permission permission) {
        Asked.note("source", source.settings().name());
        gate.require(
                permission,
                new Target.Source(source.settings().name(), source.settings().ownerOrg()));
    }

    /** Has whoever runs jobs look now. */
    public void wake() {
        wake.soon();
    }

    /** Who asks. */
    public String asker() {
        return gate.asker();
    }
}
