package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class SourceNamesTest {
    @Test
    void aSourceIsNamedAfterItsHostAndPath() {
        assertThat(SourceNames.of(URI.create("https://Data.Example.org/geonetwork/srv/eng/csw?x=1")))
                .isEqualTo("data-example-org-geonetwork-srv-eng-csw");
        assertThat(SourceNames.of(URI.create("http://localhost:8099/waf/"))).isEqualTo("localhost-8099-waf");
        assertThat(SourceNames.valid(SourceNames.of(URI.create("http://x.org/" + "a".repeat(300)))))
                .isTrue();
    }
}
