package org.garner.catalog.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What clients read of packages and resources beside a whole package: names, figures and parts of the dicts. It shows what everybody may see. */
public class CatalogueViews {

    /** A search through all resources reads them all; nobody's question may take longer. */
    private static final int SEARCH_SECONDS = 10;

    /** Which resources: those in whose fields all these terms are. */
    private static final String MATCHING = """
          from resource r
          join package p on p.id = r.package_id
         where p.state = 'active' and not p.private
           and not exists (
               select 1
                 from unnest(:fields::text[], :terms::text[]) as t (field, term)
                where strpos(lower(coalesce(case t.field
                                     when 'url' then r.url when 'name' then r.name when 'description' then r.description
                                     when 'format' then r.format when 'mimetype' then r.mimetype
                                     else r.extras ->> t.field end, '')), lower(t.term)) = 0)
        """;

    /** The fields of a resource that a search may name. */
    public static final Set<String> RESOURCE_FIELDS =
            Set.of("url", "name", "description", "format", "mimetype", "hash", "resource_type");

    private final JdbcClient jdbc;

    public CatalogueViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A resource, as the dict of its package has it, and whether everybody may see that package. */
    public record ShownResource(String dict, boolean isPublic) {}

    /** A term that a field of a resource has to contain, in any letter case. */
    public record Term(String field, String text) {}

    /** How many resources there are in all, and those asked for, each as the dict of its package has it. */
    public record FoundResources(long count, List<String> dicts) {}

    /** The names of packages after this one, in order. */
    public List<String> names(String after, int offset, int limit) {
        return jdbc.sql("""
            select name from package
             where name > :after and state = 'active' and not private
             order by name offset :offset limit :limit
            """)
                .param("after", Text.storable(after))
                .param("offset", offset)
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /** How many packages these publishers have; those without any are left out. */
    public Map<UUID, Long> counts(Collection<UUID> publishers) {
        var counts = new HashMap<UUID, Long>();
        jdbc.sql("""
            select owner_org, count(*) as packages from package
             where owner_org = any (:ids::uuid[]) and state = 'active' and not private
             group by owner_org
            """)
                .param("ids", publishers.stream().map(UUID::toString).toArray(String[]::new))
                .query(row -> {
                    counts.put(row.getObject("owner_org", UUID.class), row.getLong("packages"));
                });
        return counts;
    }

    /** The package dicts of a publisher, the most recently changed first. */
    public List<String> ofPublisher(UUID publisher, int limit) {
        return jdbc.sql("""
            select dataset::text from package
             where owner_org = :id and state = 'active' and not private
             order by metadata_modified desc, id limit :limit
            """)
                .param("id", publisher)
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /** Whether everybody may see the package of this id; false for one that does not exist. */
    public boolean isPublic(UUID id) {
        return jdbc.sql("select exists (select 1 from package where id = :id and state = 'active' and not private)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    public Optional<ShownResource> resource(String id) {
        if (!Ids.isUuid(id)) {
            return Optional.empty();
        }
        return jdbc.sql("""
            select d.dict::text as dict, p.state = 'active' and not p.private as is_public
              from resource r
              join package p on p.id = r.package_id
             cross join lateral jsonb_array_elements(p.dataset -> 'resources') as d (dict)
             where r.id = :id::uuid and d.dict ->> 'id' = r.id::text
            """)
                .param("id", id)
                .query((row, at) -> new ShownResource(row.getString("dict"), row.getBoolean("is_public")))
                .optional();
    }

    /**
     * The resources that contain all these terms.
     *
     * @param terms in fields that are {@link #RESOURCE_FIELDS}
     * @param order the field that orders them, or null for the order of ids
     * @throws org.springframework.dao.QueryTimeoutException when it takes too long
     */
    public FoundResources resources(List<Term> terms, @Nullable String order, int offset, int limit) {
        var fields = terms.stream().map(Term::field).toArray(String[]::new);
        var texts = terms.stream().map(term -> Text.storable(term.text())).toArray(String[]::new);
        var count = jdbc.sql("select count(*) " + MATCHING)
                .withQueryTimeout(SEARCH_SECONDS)
                .param("fields", fields)
                .param("terms", texts)
                .query(Long.class)
                .single();
        var dicts = jdbc.sql("""
            select d.dict::text
              from (select r.id, p.dataset,
                           case :order::text when 'url' then r.url when 'name' then r.name when 'description' then r.description
                                       when 'format' then r.format when 'mimetype' then r.mimetype
                                       else r.extras ->> :order::text end as place
            """ + MATCHING + """
                     order by place, r.id offset :offset limit :limit) as found
             cross join lateral jsonb_array_elements(found.dataset -> 'resources') as d (dict)
             where d.dict ->> 'id' = found.id::text
             order by found.place, found.id
            """)
                .withQueryTimeout(SEARCH_SECONDS)
                .param("fields", fields)
                .param("terms", texts)
                .param("order", order)
                .param("offset", offset)
                .param("limit", limit)
                .query(String.class)
                .list();
        return new FoundResources(count, dicts);
    }
}
