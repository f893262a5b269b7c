package org.garner.control.rest;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.garner.catalog.store.access.AuditEvent;
import org.jspecify.annotations.Nullable;

/** Audit events as comma-separated values (RFC 4180) that no spreadsheet takes for formulas. */
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
        return Stream.of(
                                event.id().toString(),
                                event.at().toString(),
                                cell(event.actor().name()),
                                cell(role == null ? null : role.word()),
                                cell(event.action()),
                                cell(target == null ? null : target.kind()),
                                cell(target == null ? null : target.id()),
                                event.outcome().word(),
                                cell(event.origin().requestId()),
                                cell(event.origin().address()),
                                cell(event.detail()))
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /** Callers choose some of it: a value that a spreadsheet would run as a formula gets an apostrophe in front. */
    private static String cell(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        var safe = "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
