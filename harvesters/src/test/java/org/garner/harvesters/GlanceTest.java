package org.garner.harvesters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GlanceTest {
    @Test
    void aDocumentTypeWithDeclarationsInsideDoesNotHideTheRoot() {
        var glance = Glance.at("""
            <?xml version="1.0"?>
            <!DOCTYPE record SYSTEM "record.dtd" [<!ENTITY a "aaa"><!ELEMENT title (#PCDATA)>] >
            <!-- made by hand --><gmd:MD_Metadata/>
            """.getBytes(StandardCharsets.UTF_8));
        assertThat(glance.form()).isEqualTo(Glance.Form.XML);
        assertThat(glance.root()).isEqualTo("MD_Metadata");
    }

    @Test
    void aDocumentTypeThatDoesNotEndIsNoDocument() {
        var glance =
                Glance.at(("<!DOCTYPE record [" + "<!ENTITY a \"a\">".repeat(5000)).getBytes(StandardCharsets.UTF_8));
        assertThat(glance.form()).isEqualTo(Glance.Form.OTHER);
    }
}
