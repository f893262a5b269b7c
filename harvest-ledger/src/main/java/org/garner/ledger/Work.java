package org.garner.ledger;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.garner.harvest.order.Order;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a worker needs to know of the objects of one order, each kind in one query. */
public class Work {
    private final JdbcClient jdbc;

    public Work(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An object to fetch, with what is held of its record. */
    public record ToFetch(
            UUID id,
            String guid,
            @Nullable URI url,
            @Nullable String revision,
            HarvestRecords.@Nullable Held held) {}

    /** An object to import, with its document (null only when it is gone from the store) and what is held of its record. */
    public record ToImport(
            UUID id,
            String guid,
            @Nullable String fetchUrl,
            @Nullable String revision,
            @Nullable String validator,
            String documentHash,
            byte @Nullable [] document,
            HarvestRecords.@Nullable Held held) {}

    /** The objects of a fetch order that are still open. */
    public List<ToFetch> toFetch(Order order) {
        return jdbc.sql("""
            select o.id, o.guid as object_guid, o.fetch_url as object_url, o.revision as object_revision,
                   r.*, encode(r.document_hash, 'hex') as hash
              from harvest_object o
              left join harvest_record r on r.source_id = o.harvest_source_id and r.guid = o.guid
             where o.harvest_job_id is not distinct from :job and o.id = any(:ids::uuid[])
               and o.report_status is null and o.state in ('WAITING', 'FETCH')
             order by o.id
            """)
                .param("job", order.ticket().job())
                .param("ids", Columns.ids(order.objects()))
                .query((row, number) -> new ToFetch(
                        Columns.uuid(row, "id"),
                        row.getString("object_guid"),
                        row.getString("object_url") == null ? null : URI.create(row.getString("object_url")),
                        row.getString("object_revision"),
                        heldOrNull(row, number)))
                .list();
    }

    /** The objects of an import order that are still open. */
    public List<ToImport> toImport(Order order) {
        return jdbc.sql("""
            select o.id, o.guid as object_guid, o.fetch_url as object_url, o.revision as object_revision,
                   o.validator as object_validator, encode(o.document_hash, 'hex') as object_hash, d.content, d.size,
                   r.*, encode(r.document_hash, 'hex') as hash
              from harvest_object o
              left join harvest_document d on d.hash = o.document_hash
              left join harvest_record r on r.source_id = o.harvest_source_id and r.guid = o.guid
             where o.harvest_job_id is not distinct from :job and o.id = any(:ids::uuid[])
               and o.report_status is null and o.state = 'IMPORT'
             order by o.id
            """)
                .param("job", order.ticket().job())
                .param("ids", Columns.ids(order.objects()))
                .query((row, number) -> new ToImport(
                        Columns.uuid(row, "id"),
                        row.getString("object_guid"),
                        row.getString("object_url"),
                        row.getString("object_revision"),
                        row.getString("object_validator"),
                        row.getString("object_hash"),
                        row.getBytes("content") == null
                                ? null
                                : Documents.inflate(row.getBytes("content"), row.getInt("size")),
                        heldOrNull(row, number)))
                .list();
    }

    /** Those of an order's objects that have not ended. */
    public List<UUID> stillOpen(Order order) {
        return jdbc.sql("""
            select id from harvest_object
             where harvest_job_id is not distinct from :job and id = any(:ids::uuid[]) and report_status is null order by id
            """)
                .param("job", order.ticket().job())
                .param("ids", Columns.ids(order.objects()))
                .query(UUID.class)
                .list();
    }

    private static HarvestRecords.@Nullable Held heldOrNull(ResultSet row, int number) throws SQLException {
        return row.getString("guid") == null ? null : HarvestRecords.held(row, number);
    }
}
