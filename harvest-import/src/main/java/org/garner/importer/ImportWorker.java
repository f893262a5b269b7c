package org.garner.importer;

import org.garner.ledger.RoomSettings;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** The import worker as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ImportConfiguration.class)
public class ImportWorker {
    public static void main(String[] args) {
        new SpringApplicationBuilder(ImportWorker.class)
                .properties(RoomSettings.of("import", 8083))
                .run(args);
    }
}
