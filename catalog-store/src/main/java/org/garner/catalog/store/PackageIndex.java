package org.garner.catalog.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.garner.catalog.store.PackageRows.Revised;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the search index still has to be told (the table {@code package_index}). Every change of a package raises its revision in the transaction
 * of the change, so a pending entry is never lost; one follower reads {@link #pending}, makes the entries searchable, and only then reports them
 * {@link #indexed}. Doing so twice is harmless. All methods name the generation of the index; 1 is the first.
 */
public class PackageIndex {

    private final JdbcClient jdbc;

    public PackageIndex(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A package as it stood when it was read.
     *
     * @param revision what to report as indexed, and below what the index must refuse an older version; higher is later
     * @param state {@code active}, {@code draft}, {@code deleted} (withdrawn) or {@code purged} (no longer in the catalogue)
     * @param dict the package as package_show gives it, JSON text; null only when purged
     */
    public record Entry(
            UUID packageId,
            long revision,
            String state,
            @Nullable String dict) {}

    /** An entry that the index would not take, with its sentence. */
    public record Refusal(UUID packageId, long revision, String reason) {}

    /**
     * How far the index is behind.
     *
     * @param pending packages whose latest change is not searchable yet
     * @param refused packages whose latest change the index would not take; they wait for their next change
     * @param lag age of the oldest pending change, zero when there is none
     */
    public record Drift(long pending, long refused, Duration lag) {}

    /** The oldest changes that this generation does not hold yet, oldest first. */
    public List<Entry> pending(int generation, int limit) {
        return jdbc.sql("""
            select i.package_id, greatest(p.revision, i.revision) as revision, coalesce(p.state, 'purged') as state, p.dataset::text as dict
              from (select package_id, revision from package_index
                     where generation = :generation and indexed_revision < revision and refusal is null
                     order by generation, revision
                     limit :limit) i
              left join package p on p.id = i.package_id
             order by i.revision
            """)
                .param("generation", generation)
                .param("limit", limit)
                .query((row, at) -> new Entry(
                        row.getObject("package_id", UUID.class),
                        row.getLong("revision"),
                        row.getString("state"),
                        row.getString("dict")))
                .list();
    }

    /** Notes that these revisions are searchable; a package that changed meanwhile stays pending. Returns how many rows moved on. */
    public int indexed(int generation, List<Entry> entries) {
        return jdbc.sql("""
            update package_index i
               set indexed_revision = e.revision, refusal = null
              from unnest(:ids::uuid[], :revisions::bigint[]) as e (id, revision)
             where i.generation = :generation and i.package_id = e.id and i.indexed_revision < e.revision
            """)
                .param("ids", texts(entries, entry -> entry.packageId().toString()))
                .param("revisions", texts(entries, entry -> Long.toString(entry.revision())))
                .param("generation", generation)
                .update();
    }

    /** Notes that the index would not take these revisions: they are not offered again until their package changes. */
    public int refused(int generation, List<Refusal> refusals) {
        return jdbc.sql("""
            update package_index i
               set refusal = e.reason
              from unnest(:ids::uuid[], :revisions::bigint[], :reasons::text[]) as e (id, revision, reason)
             where i.generation = :generation and i.package_id = e.id and i.revision = e.revision
            """)
                .param("ids", texts(refusals, refusal -> refusal.packageId().toString()))
                .param("revisions", texts(refusals, refusal -> Long.toString(refusal.revision())))
                .param("reasons", texts(refusals, refusal -> Text.storable(refusal.reason())))
                .param("generation", generation)
                .update();
    }

    /** Counts what is pending: an index-only walk over the pending rows, nothing when there are none. */
    public Drift drift(int generation) {
        return jdbc.sql("""
            select (select count(*) from package_index
                     where generation = :generation and indexed_revision < revision and refusal is null) as pending,
                   (select count(*) from package_index where generation = :generation and refusal is not null) as refused,
                   (select extract(epoch from clock_timestamp() - min(changed)) * 1000 from package_index
                     where generation = :generation and indexed_revision < revision and refusal is null) as lag
            """)
                .param("generation", generation)
                .query((row, at) ->
                        new Drift(row.getLong("pending"), row.getLong("refused"), Duration.ofMillis(Math.max(0, (long)
                                row.getDouble("lag")))))
                .single();
    }

    /** Notes new revisions for every generation that is kept; of a package that changes, in the transaction of the change. */
    void changed(List<Revised> revised) {
        if (revised.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into package_index as i (generation, package_id, revision)
            select g.generation, e.id, e.revision
              from unnest(:ids::uuid[], :revisions::bigint[]) as e (id, revision)
             cross join index_generation g
             where g.state <> 'retired'
             order by g.generation, e.id
            on conflict (generation, package_id) do update
               set revision = greatest(excluded.revision, i.revision + 1), refusal = null,
                   changed = case when i.indexed_revision < i.revision then i.changed else excluded.changed end
            """)
                .param("ids", texts(revised, one -> one.id().toString()))
                .param("revisions", texts(revised, one -> Long.toString(one.revision())))
                .update();
    }

    /**
     * Makes everything pending when this generation holds documents of an older form; does nothing otherwise. What is searchable stays so meanwhile.
     *
     * @param content the number of the form that it is to hold; higher is newer
     * @return how many packages became pending
     */
    public int renew(int generation, int content) {
        return jdbc.sql("""
            with renewed as (
                update index_generation set content = :content
                 where generation = :generation and content < :content
                returning generation)
            update package_index i
               set indexed_revision = 0, refusal = null, changed = now()
              from renewed r
             where i.generation = r.generation and (i.indexed_revision > 0 or i.refusal is not null)
            """)
                .param("generation", generation)
                .param("content", content)
                .update();
    }

    /**
     * Makes these packages pending in every generation that is kept, although they have not changed, under new revisions, so that the index takes them
     * whatever it has of them. One that the catalogue does not know becomes a tombstone. What is searchable stays so meanwhile.
     */
    public void again(Collection<UUID> packages) {
        if (packages.isEmpty()) {
            return;
        }
        changed(jdbc.sql("select id, nextval('package_revision') as revision from unnest(:ids::uuid[]) as e (id)")
                .param("ids", packages.stream().map(UUID::toString).toArray(String[]::new))
                .query(PackageRows::revised)
                .list());
    }

    /**
     * What is known of a package's place in the index.
     *
     * @param revision its latest
     * @param indexed the latest that was noted as searchable; 0 when none was
     * @param present whether the package is in the catalogue
     */
    public record Standing(UUID packageId, long revision, long indexed, boolean present) {}

    /** What is known of the packages behind this id, in the order of their ids. */
    public List<Standing> standing(int generation, UUID after, int limit) {
        return jdbc.sql("""
            select i.package_id, greatest(p.revision, i.revision) as revision, i.indexed_revision,
                   p.id is not null as present
              from package_index i left join package p on p.id = i.package_id
             where i.generation = :generation and i.package_id > :after
             order by i.generation, i.package_id
             limit :limit
            """)
                .param("generation", generation)
                .param("after", after)
                .param("limit", limit)
                .query((row, at) -> new Standing(
                        row.getObject("package_id", UUID.class),
                        row.getLong("revision"),
                        row.getLong("indexed_revision"),
                        row.getBoolean("present")))
                .list();
    }

    /**
     * Lets the next revision be higher than this one, which the index has.
     *
     * @return whether it would not have been: the catalogue has forgotten changes
     */
    public boolean overtake(long revision) {
        return !jdbc.sql("select setval('package_revision', :revision) from package_revision where last_value <"
                        + " :revision")
                .param("revision", revision)
                .query(Long.class)
                .list()
                .isEmpty();
    }

    /** The generation that answers searches. */
    public int serving() {
        return jdbc.sql("select generation from index_generation where state = 'serving'")
                .query(Integer.class)
                .single();
    }

    private static <T> String[] texts(List<T> values, Function<T, String> text) {
        return values.stream().map(text).toArray(String[]::new);
    }
}
