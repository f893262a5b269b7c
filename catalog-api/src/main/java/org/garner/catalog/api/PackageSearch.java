package org.garner.catalog.api;

import org.garner.catalog.index.SearchQuery;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Packages by what they say, as the index holds them. */
@Component
class PackageSearch implements ReadAction {

    static final String NAME = "package_search";

    private final SearchAnswers answers;

    PackageSearch(SearchAnswers answers) {
        this.answers = answers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String help() {
        return """
            Searches the datasets. q: words, or Solr's query syntax (field:value), in which and, or, not in small letters are operators when every part \
            names its field; fq, fq_list: filters in the same syntax; rows: how many, %d unless told, at most %d; start: how many to skip; \
            sort: such as 'score desc, metadata_modified desc'; fl: the fields of the index to show instead of the whole dataset; \
            facet.field: a JSON list of fields whose values are counted, with facet.limit (%d, -1 for all) and facet.mincount; \
            ext_bbox: minx,miny,maxx,maxy in degrees; defType (lucene, dismax, edismax), qf, bf, boost, tie, mm, df: how words are looked for; \
            use_default_schema: the dataset as it is stored. Pages that follow each other from start=0 belong to one list.\
            """.formatted(SearchQuery.DEFAULT_ROWS, SearchQuery.MAX_ROWS, SearchQuery.DEFAULT_FACET_LIMIT);
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        answers.answer(parameters, false, result);
    }
}
