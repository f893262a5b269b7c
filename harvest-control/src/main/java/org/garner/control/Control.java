package org.garner.control;

import java.util.Map;
import org.garner.ledger.RoomSettings;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** Control as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ControlConfiguration.class)
public class Control {
    public static void main(String[] args) {
        new SpringApplicationBuilder(Control.class).properties(settings()).run(args);
    }

    /** The settings of control beyond those of every room. */
    public static Map<String, Object> settings() {
        var settings = RoomSettings.of("control", 8080);
        settings.put("spring.batch.job.enabled", "false");
        settings.put("spring.batch.jdbc.initialize-schema", "never");
        // Jobs that start together would refuse each other ("could not serialize access"); the unique key of an
        // instance
        // and the lead of one control are what keep a job from being started twice.
        settings.put("spring.batch.jdbc.isolation-level-for-create", "read_committed");
        settings.put("spring.flyway.locations", "classpath:db/migration/ledger,classpath:db/migration/catalogue");
        // Ledger and catalogue number their migrations apart.
        settings.put("spring.flyway.out-of-order", "true");
        settings.put("spring.mvc.problemdetails.enabled", "true");
        return settings;
    }
}
