package org.garner.catalog.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.garner.catalog.Group;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The publishers of the catalogue (the table {@code organization}), by id or by name, id first. */
public class Publishers {

    private final JdbcClient jdbc;

    public Publishers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Publisher> find(String idOrName) {
        return Optional.ofNullable(named(Set.of(idOrName)).get(idOrName));
    }

    /** The publisher of this id, name or title; created when there is none. Safe when several ask at once. */
    public Publisher findOrCreate(String idNameOrTitle) {
        return find(idNameOrTitle).orElseGet(() -> create(idNameOrTitle.strip()));
    }

    /** Makes those of these organisations whose id and name are both free; the others are left as they are. Safe when several ask at once. */
    public void ensure(Collection<Group> organisations) {
        if (organisations.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into organization (id, name, title, description, image_url)
            select id, name, title, description, image_url
              from unnest(:ids::uuid[], :names::text[], :titles::text[], :descriptions::text[], :images::text[])
                   as e (id, name, title, description, image_url)
            on conflict do nothing
            """).params(StatedGroups.columns(organisations)).update();
    }

    /** The publishers that these stated organisations are here, by id, else by name; those that do not exist are left out. */
    public Map<Group, Publisher> known(Collection<Group> stated) {
        return StatedGroups.among(stated, named(StatedGroups.idsAndNames(stated)));
    }

    private Publisher create(String title) {
        var name = Names.ideal(title);
        jdbc.sql("insert into organization (id, name, title) values (:id, :name, :title) on conflict (name) do nothing")
                .param("id", Ids.next())
                .param("name", name)
                .param("title", Text.storable(title))
                .update();
        return find(name).orElseThrow();
    }

    /** All publishers that are not deleted, by name. */
    public List<Publisher> all() {
        return jdbc.sql("""
            select *
              from organization where state = 'active' order by name
            """).query((row, at) -> publisher(row)).list();
    }

    /** Those of {@link #all} whose name or title contains this text, in any letter case; by title. */
    public List<Publisher> called(String part, int limit) {
        return jdbc.sql("""
            select *
              from organization
             where state = 'active' and (strpos(lower(name), lower(:part)) > 0 or strpos(lower(title), lower(:part)) > 0)
             order by lower(title), name limit :limit
            """)
                .param("part", Text.storable(part))
                .param("limit", limit)
                .query((row, at) -> publisher(row))
                .list();
    }

    /** The titles of the publishers of these names, by name; one query. Those that do not exist are left out. */
    public Map<String, String> titles(Collection<String> names) {
        var titles = new HashMap<String, String>();
        named(names).values().forEach(publisher -> titles.put(publisher.name(), publisher.title()));
        return titles;
    }

    /** The publishers of these ids or names, by the id or name that was asked for; one query. Those that do not exist are left out. */
    public Map<String, Publisher> named(Collection<String> idsOrNames) {
        var found = new HashMap<String, Publisher>();
        if (idsOrNames.isEmpty()) {
            return found;
        }
        var publishers = jdbc.sql("""
            select *
              from organization
             where id = any (:ids::uuid[]) or name = any (:names::text[])
            """)
                .param("ids", idsOrNames.stream().filter(Ids::isUuid).toArray(String[]::new))
                .param("names", idsOrNames.stream().map(Text::storable).toArray(String[]::new))
                .query((row, at) -> publisher(row))
                .list();
        publishers.forEach(publisher -> found.put(publisher.name(), publisher));
        publishers.forEach(publisher -> found.put(publisher.id().toString(), publisher));
        for (var asked : idsOrNames) {
            if (Ids.isUuid(asked) && !found.containsKey(asked)) {
                // An id may be written in capitals.
                var publisher = found.get(UUID.fromString(asked).toString());
                if (publisher != null) {
                    found.put(asked, publisher);
                }
            }
        }
        return found;
    }

    private static Publisher publisher(ResultSet row) throws SQLException {
        var details = new LinkedHashMap<String, String>();
        for (var detail : Publisher.DETAILS) {
            var known = row.getString(detail.replace('-', '_'));
            if (known != null) {
                details.put(detail, known);
            }
        }
        return new Publisher(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("title"),
                row.getString("description"),
                row.getString("image_url"),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getString("state"),
                details);
    }
}
