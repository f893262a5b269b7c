package org.garner.control.actions;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the harvest actions give.
 *
 * @param sourceLimit how many sources harvest_source_list gives at most (CKAN's {@code ckan.harvest.harvest_source_limit})
 */
@ConfigurationProperties("garner.harvest-actions")
record HarvestActionSettings(@DefaultValue("100") int sourceLimit) {
    HarvestActionSettings {
        if (sourceLimit < 1) {
            throw new IllegalArgumentException(
                    "garner.harvest-actions.source-limit is at least 1, but was %d".formatted(sourceLimit));
        }
    }
}
