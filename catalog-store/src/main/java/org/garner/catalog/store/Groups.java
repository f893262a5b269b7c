package org.garner.catalog.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.garner.catalog.Group;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The groups of the catalogue and their packages (the tables {@code package_group} and {@code package_group_member}). */
public class Groups {

    private final JdbcClient jdbc;

    Groups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A group, and how many packages of it everybody can see. */
    public record Counted(PackageGroup group, long packages) {}

    public Optional<Counted> find(String idOrName) {
        return Optional.ofNullable(named(Set.of(idOrName)).get(idOrName))
                .map(group -> new Counted(group, counts(List.of(group.id())).getOrDefault(group.id(), 0L)));
    }

    /** All groups by name. */
    public List<PackageGroup> all() {
        return jdbc.sql("""
            select id, name, title, description, image_url, created, state
              from package_group
             where state = 'active'
             order by name
            """).query((row, at) -> group(row)).list();
    }

    /** The packages of a group that everybody can see, by name, at most so many. */
    public List<UUID> packages(UUID group, int limit) {
        return jdbc.sql("""
            select p.id
              from package_group_member m
              join package p on p.id = m.package_id
             where m.group_id = :group and p.state = 'active' and not p.private
             order by p.name
             limit :limit
            """)
                .param("group", group)
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }

    /** The groups of these ids or names, by the id or name that was asked for; one query. Those that do not exist are left out. */
    Map<String, PackageGroup> named(Collection<String> idsOrNames) {
        var found = new HashMap<String, PackageGroup>();
        if (idsOrNames.isEmpty()) {
            return found;
        }
        var groups = jdbc.sql("""
            select id, name, title, description, image_url, created, state
              from package_group
             where id = any (:ids::uuid[]) or name = any (:names::text[])
            """)
                .param("ids", idsOrNames.stream().filter(Ids::isUuid).toArray(String[]::new))
                .param("names", idsOrNames.stream().map(Text::storable).toArray(String[]::new))
                .query((row, at) -> group(row))
                .list();
        for (var asked : idsOrNames) {
            var id = Ids.uuid(asked);
            groups.stream()
                    .filter(group -> group.id().equals(id) || group.name().equals(asked))
                    .min((one, other) ->
                            Boolean.compare(other.id().equals(id), one.id().equals(id)))
                    .ifPresent(group -> found.put(asked, group));
        }
        return found;
    }

    /** Makes those of these groups whose id and name are both free; the others are left as they are. Safe when several ask at once. */
    public void ensure(Collection<Group> groups) {
        if (groups.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into package_group (id, name, title, description, image_url)
            select id, name, title, description, image_url
              from unnest(:ids::uuid[], :names::text[], :titles::text[], :descriptions::text[], :images::text[])
                   as e (id, name, title, description, image_url)
            on conflict do nothing
            """).params(StatedGroups.columns(groups)).update();
    }

    /** The groups that these stated ones are here, by id, else by name; those that do not exist are left out. */
    public Map<Group, PackageGroup> known(Collection<Group> stated) {
        return StatedGroups.among(stated, named(StatedGroups.idsAndNames(stated)));
    }

    /** Puts these packages into exactly these groups; the caller holds the lock on the packages. */
    void assign(Map<UUID, List<PackageGroup>> groupsOfPackages) {
        if (groupsOfPackages.isEmpty()) {
            return;
        }
        var members = groupsOfPackages.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(group -> Map.entry(each.getKey(), group.id())))
                .distinct()
                .toList();
        jdbc.sql("""
            with wanted as (
                select package_id, group_id from unnest(:members::uuid[], :groups::uuid[]) as e (package_id, group_id)
            ), gone as (
                delete from package_group_member m
                 where m.package_id = any (:packages::uuid[])
                   and not exists (select 1 from wanted w where w.package_id = m.package_id and w.group_id = m.group_id)
            )
            insert into package_group_member (package_id, group_id)
            select package_id, group_id from wanted order by package_id, group_id
            on conflict do nothing
            """)
                .param(
                        "members",
                        members.stream().map(each -> each.getKey().toString()).toArray(String[]::new))
                .param(
                        "groups",
                        members.stream().map(each -> each.getValue().toString()).toArray(String[]::new))
                .param(
                        "packages",
                        groupsOfPackages.keySet().stream().map(UUID::toString).toArray(String[]::new))
                .update();
    }

    /** How many packages of these groups everybody can see; groups without any are left out. */
    public Map<UUID, Long> counts(Collection<UUID> groups) {
        var counts = new HashMap<UUID, Long>();
        jdbc.sql("""
            select m.group_id, count(*) as packages
              from package_group_member m
              join package p on p.id = m.package_id
             where m.group_id = any (:groups::uuid[]) and p.state = 'active' and not p.private
             group by m.group_id
            """)
                .param("groups", groups.stream().map(UUID::toString).toArray(String[]::new))
                .query(row -> {
                    counts.put(row.getObject("group_id", UUID.class), row.getLong("packages"));
                });
        return counts;
    }

    private static PackageGroup group(ResultSet row) throws SQLException {
        return new PackageGroup(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("title"),
                row.getString("description"),
                row.getString("image_url"),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getString("state"));
    }
}
