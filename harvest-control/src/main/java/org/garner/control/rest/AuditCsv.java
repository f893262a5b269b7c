package org.garner.control.rest;

import java.util.List;
import java.util.stream.Collectors;
import org.garner.catalog.store.access.AuditEvent;

/** Audit events as a table. */
final class AuditCsv {
    private static final String HEAD =
            "id,at,who,role,action,target_kind,target_id,outcome,request_id,remote_address,detail\r\n";

    private AuditCsv() {}

    static String of(List<AuditEvent> events) {
        return events.stream().map(AuditCsv::line).collect(Collectors.joining("", HEAD, ""));
    }

    private static String line(AuditEvent event) {
        var role = event.actor().role();
        var target = event.target();
        return Csv.line(
                event.id(),
                event.at(),
                event.actor().name(),
                role == null ? null : role.word(),
                event.action(),
                target == null ? null : target.kind(),
                target == null ? null : target.id(),
                event.outcome().word(),
                event.origin().requestId(),
                event.origin().address(),
                event.detail());
    }
}
