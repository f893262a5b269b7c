package org.garner.fetch;

import org.garner.ledger.RoomSettings;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** The fetch worker as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(FetchConfiguration.class)
public class FetchWorker {
    public static void main(String[] args) {
        new SpringApplicationBuilder(FetchWorker.class)
                .properties(RoomSettings.of("fetch", 8082))
                .run(args);
    }
}
