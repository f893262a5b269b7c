package org.garner.standalone;

import org.garner.control.ControlConfiguration;
import org.garner.fetch.FetchConfiguration;
import org.garner.gather.GatherConfiguration;
import org.garner.importer.ImportConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Every room in one application; each room brings its own configuration. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    ControlConfiguration.class,
    GatherConfiguration.class,
    FetchConfiguration.class,
    ImportConfiguration.class,
    HomePage.class
})
class StandaloneApplication {}
