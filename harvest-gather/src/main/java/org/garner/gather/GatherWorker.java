package org.garner.gather;

import org.garner.ledger.RoomSettings;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** The gather worker as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(GatherConfiguration.class)
public class GatherWorker {
    public static void main(String[] args) {
        new SpringApplicationBuilder(GatherWorker.class)
                .properties(RoomSettings.of("gather", 8081))
                .run(args);
    }
}
