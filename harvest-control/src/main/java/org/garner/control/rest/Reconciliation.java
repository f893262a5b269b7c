package org.garner.control.rest;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a source says it has against what the catalogue shows of it, record by record. It reads over the ledger and the catalogue at once, because the
 * difference lies between them; one statement puts every record into one kind, so that the kinds add up.
 */
class Reconciliation {
    /** Every record of the last complete listing, and every dataset that the catalogue shows of the source, with the kind that it is of. */
    private static final String RECORDS = """
        with listed as (
            select id, guid, report_status from harvest_object
             where harvest_job_id = :job and report_status is distinct from 'deleted'),
        held as (
            select r.guid, r.package_id, coalesce(p.state <> 'deleted', false) as shown
              from harvest_record r left join package p on p.id = r.package_id
             where r.source_id = :source and r.withdrawn is null and r.package_id is not null),
        records as (
            select coalesce(l.guid, h.guid) as guid, l.id as object, case when h.shown then h.package_id end as package_id,
                   case when l.guid is not null and h.shown and l.report_status = 'errored' then 'outdated'
                        when l.guid is not null and h.shown then 'same'
                        when l.report_status = 'errored' then 'errored'
                        when l.guid is not null and coalesce(l.report_status, 'cancelled') = 'cancelled' then 'pending'
                        when l.guid is not null and h.guid is not null then 'withdrawn_by_operator'
                        when l.guid is not null and exists (
                                 select 1 from harvest_source s join harvest_record x on x.source_id = s.id and x.guid = l.guid
                                  where s.id <> :source and x.withdrawn is null and x.package_id is not null) then 'elsewhere'
                        when l.guid is not null then 'missing'
                        when exists (select 1 from harvest_held d join harvest_hold w on w.job_id = d.job_id and w.decision is null
                                      where d.job_id = :job and d.guid = h.guid) then 'held_back'
                        when exists (select 1 from harvest_held d where d.guid = h.guid and d.job_id = (
                                         select last.job_id
                                           from (select job_id, decision from harvest_hold
                                                  where source_id = :source and decided is not null
                                                  order by decided desc limit 1) last
                                          where last.decision = 'rejected')) then 'kept'
                        when exists (select 1 from harvest_object o
                                      where o.package_id = h.package_id and o.current and o.harvest_job_id > :job) then 'newer'
                        else 'unlisted' end as kind
              from listed l full join held h on h.guid = l.guid
             where l.guid is not null or h.shown)
        """;

    private final JdbcClient jdbc;

    Reconciliation(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a record is to the two sides. {@link #side} is +1 where only the source has it, -1 where only the catalogue has it. */
    enum Kind {
        SAME(0, "Listed, and in the catalogue"),
        OUTDATED(0, "Listed, but what is there now had errors; the catalogue shows what was read before"),
        DUPLICATE(1, "Named once more by the listing"),
        ERRORED(1, "Listed, but had errors"),
        PENDING(1, "Listed, but its job has not come to it, or was aborted before"),
        WITHDRAWN_BY_OPERATOR(1, "Listed, but an operator took its dataset out of the catalogue"),
        ELSEWHERE(1, "Listed, but it is in the catalogue as a record of another source"),
        MISSING(1, "Listed and read, but not in the catalogue any more"),
        FORGOTTEN(1, "Listed, but the history that says what became of it was cleared"),
        HELD_BACK(-1, "Not listed; its withdrawal waits for an operator"),
        KEPT(-1, "Not listed; it stays because an operator decided so"),
        NEWER(-1, "Not in this listing; a later job brought it"),
        UNLISTED(-1, "Not listed; it stays because the source did not deny it");

        private final int side;
        private final String sentence;

        Kind(int side, String sentence) {
            this.side = side;
            this.sentence = sentence;
        }

        int side() {
            return side;
        }

        String sentence() {
            return sentence;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** The last complete listing of a source; {@code listed} counts each record once. */
    record Listing(
            UUID job,
            @Nullable Instant finished,
            long listed,
            long duplicates,
            @Nullable Long expected) {}

    /** How many records are of which kind; every kind is there. */
    record Counts(Map<Kind, Long> of) {
        Counts {
            of = Collections.unmodifiableMap(new EnumMap<>(of));
        }

        long count(Kind kind) {
            return Objects.requireNonNull(of.get(kind));
        }

        /** What the catalogue shows of the source. */
        long held() {
            return Arrays.stream(Kind.values())
                    .filter(kind -> kind.side() < 0 || kind == Kind.SAME || kind == Kind.OUTDATED)
                    .mapToLong(this::count)
                    .sum();
        }

        /** The difference, term by term: what the source says is what the catalogue holds, and this. */
        String equation(long said) {
            var text = new StringBuilder("%d said = %d held".formatted(said, held()));
            for (var kind : Kind.values()) {
                if (kind.side() != 0 && count(kind) > 0) {
                    text.append(" %s %d %s".formatted(kind.side() > 0 ? "+" : "-", count(kind), kind.word()));
                }
            }
            return text.toString();
        }
    }

    /** A record on which the two sides differ; {@code detail} is its error, if it had one, or what its kind means. */
    record Difference(
            String guid,
            Kind kind,
            @Nullable UUID object,
            @Nullable UUID packageId,
            String detail) {}

    /** The newest listing of this source that was complete. */
    Optional<Listing> listing(UUID source) {
        return jdbc.sql("""
            select j.id, j.finished, p.listed, p.duplicates, p.expected
              from harvest_job j join harvest_job_progress p on p.job_id = j.id
             where j.source_id = :source and j.mode in ('incremental', 'full') and p.completeness = 'complete'
             order by j.id desc limit 1
            """)
                .param("source", source)
                .query((row, number) -> new Listing(
                        row.getObject("id", UUID.class),
                        instant(row.getObject("finished", OffsetDateTime.class)),
                        row.getLong("listed"),
                        row.getLong("duplicates"),
                        row.getObject("expected", Long.class)))
                .optional();
    }

    /** How many datasets of a source the catalogue shows. */
    long shown(UUID source) {
        return jdbc.sql("""
            select count(*) from harvest_record r join package p on p.id = r.package_id and p.state <> 'deleted'
             where r.source_id = :source and r.withdrawn is null
            """).param("source", source).query(Long.class).single();
    }

    Counts counts(UUID source, Listing listing) {
        var counts = new EnumMap<Kind, Long>(Kind.class);
        for (var kind : Kind.values()) {
            counts.put(kind, 0L);
        }
        jdbc.sql(RECORDS + "select kind, count(*) as n from records group by kind")
                .param("source", source)
                .param("job", listing.job())
                .query(row -> {
                    counts.put(Kind.of(row.getString("kind")), row.getLong("n"));
                });
        var known = Arrays.stream(Kind.values())
                .filter(kind -> kind.side() >= 0)
                .mapToLong(kind -> counts.getOrDefault(kind, 0L))
                .sum();
        counts.put(Kind.FORGOTTEN, Math.max(0, listing.listed() - known));
        counts.put(Kind.DUPLICATE, listing.duplicates());
        return new Counts(counts);
    }

    /** The next records, by name, on which the two sides differ. */
    List<Difference> differences(UUID source, Listing listing, @Nullable Kind kind, String after, int limit) {
        return jdbc.sql(RECORDS + """
            select d.*, e.message
              from (select * from records
                     where kind <> 'same' and (:kind::text is null or kind = :kind) and guid > :after
                     order by guid limit :limit) d
              left join lateral (select message from harvest_object_error
                                  where harvest_object_id = d.object and d.kind in ('errored', 'outdated')
                                  order by id desc limit 1) e on true
             order by d.guid
            """)
                .param("source", source)
                .param("job", listing.job())
                .param("kind", kind == null ? null : kind.word())
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> {
                    var of = Kind.of(row.getString("kind"));
                    return new Difference(
                            row.getString("guid"),
                            of,
                            row.getObject("object", UUID.class),
                            row.getObject("package_id", UUID.class),
                            Objects.requireNonNullElse(row.getString("message"), of.sentence()));
                })
                .list();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
