package org.garner.control.rest;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.garner.catalog.access.Permission;
import org.garner.ledger.LivenessSettings;
import org.garner.ledger.Workers;
import org.garner.ledger.Workers.Wish;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Workers: {@code /api/v1/workers}. What is asked of them they hear with their next heartbeat. */
@RestController
@RequestMapping(Problems.PATH + "/workers")
class WorkersController {
    private final Workers workers;
    private final LivenessSettings liveness;

    WorkersController(Workers workers, LivenessSettings liveness) {
        this.workers = workers;
        this.liveness = liveness;
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping
    Map<String, List<WorkerJson>> list() {
        return Map.of(
                "workers",
                workers.list(liveness.deadAfter()).stream().map(WorkerJson::of).toList());
    }

    /** @param worker the id of a worker, or a kind for all workers of it */
    @Needs(Permission.OPERATE_ALL)
    @PostMapping("/{worker}/drain")
    ResponseEntity<Map<String, List<WorkerJson>>> drain(@PathVariable String worker) {
        return asked(worker, Wish.DRAIN);
    }

    /** @param worker the id of a worker, or a kind for all workers of it */
    @Needs(Permission.OPERATE_ALL)
    @PostMapping("/{worker}/restart")
    ResponseEntity<Map<String, List<WorkerJson>>> restart(@PathVariable String worker) {
        return asked(worker, Wish.RESTART);
    }

    private ResponseEntity<Map<String, List<WorkerJson>>> asked(String who, Wish wish) {
        var asked = new HashSet<>(workers.ask(who, wish, liveness.deadAfter()));
        if (asked.isEmpty()) {
            throw ProblemException.notFound(
                    "No living worker has the id or the kind '%s'. GET %s/workers lists them; a kind is gather, fetch or import. Nothing was asked of any."
                            .formatted(who, Problems.PATH));
        }
        return ResponseEntity.accepted()
                .body(Map.of(
                        "workers",
                        workers.list(liveness.deadAfter()).stream()
                                .map(WorkerJson::of)
                                .filter(worker -> asked.contains(worker.id()))
                                .toList()));
    }
}
