package org.garner.harvest.order;

import org.garner.harvest.Stage;

/**
 * The names of the topics. A prefix lets several installations share a cluster.
 *
 * @param prefix what every name begins with; {@code garner} by default
 */
public record Topics(String prefix) {
    public String of(Stage stage) {
        return prefix + "." + stage.word();
    }

    public String progress() {
        return prefix + ".progress";
    }
}
