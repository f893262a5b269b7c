package org.garner.control.rest;

import org.garner.catalog.access.Permission;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How everything stands: {@code /api/v1/status}. */
@RestController
@RequestMapping(Problems.PATH)
class StatusController {
    private final StatusView view;

    StatusController(StatusView view) {
        this.view = view;
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping("/status")
    StatusJson status() {
        return view.look();
    }
}
