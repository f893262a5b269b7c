package org.garner.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The least configuration that Solr takes: documents with an id and a title. */
final class SmallSolrConfig {
    private SmallSolrConfig() {}

    static void writeTo(Path conf) {
        try {
            Files.writeString(conf.resolve("solrconfig.xml"), """
                <config>
                  <luceneMatchVersion>9.12</luceneMatchVersion>
                  <schemaFactory class="ClassicIndexSchemaFactory"/>
                  <updateHandler class="solr.DirectUpdateHandler2"><updateLog/></updateHandler>
                  <requestHandler name="/select" class="solr.SearchHandler"/>
                </config>
                """);
            Files.writeString(conf.resolve("schema.xml"), """
                <schema name="small" version="1.6">
                  <field name="id" type="string" required="true"/>
                  <field name="title" type="string"/>
                  <field name="_version_" type="long"/>
                  <uniqueKey>id</uniqueKey>
                  <fieldType name="string" class="solr.StrField"/>
                  <fieldType name="long" class="solr.LongPointField" docValues="true"/>
                </schema>
                """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
