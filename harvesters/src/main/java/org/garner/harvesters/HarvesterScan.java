package org.garner.harvesters;

import java.util.List;
import org.garner.harvest.Harvester;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Brings every source type of this module into an application: import it, and all harvesters are beans. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class HarvesterScan {
    @Bean
    Harvesters harvesters(List<Harvester> all) {
        return new Harvesters(all);
    }
}
