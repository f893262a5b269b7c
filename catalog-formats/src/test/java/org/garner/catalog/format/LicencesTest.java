package org.garner.catalog.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.garner.catalog.Licence;
import org.junit.jupiter.api.Test;

class LicencesTest {
    private final Licences licences = Licences.standard();

    @Test
    void aLicenceIsFoundByItsId() {
        assertThat(found("uk-ogl")).isEqualTo("uk-ogl");
        assertThat(found("CC-BY")).isEqualTo("cc-by");
    }

    @Test
    void aLicenceIsFoundByItsAddressWhateverTheSchemeTheVersionOrTheSlash() {
        assertThat(found("http://www.opendefinition.org/licenses/cc-by")).isEqualTo("cc-by");
        assertThat(found("https://opendefinition.org/licenses/cc-by/")).isEqualTo("cc-by");
        assertThat(found("https://creativecommons.org/licenses/by/4.0/deed.nl")).isEqualTo("cc-by");
        assertThat(found("https://creativecommons.org/licenses/by-sa/4.0/")).isEqualTo("cc-by-sa");
        assertThat(found("http://creativecommons.org/licenses/by-nc/2.0/")).isEqualTo("cc-nc");
        assertThat(found("http://creativecommons.org/licenses/by-nc-nd/3.0/")).isEqualTo("cc-nc");
        assertThat(found("https://creativecommons.org/publicdomain/zero/1.0/")).isEqualTo("cc-zero");
        assertThat(found("http://creativecommons.org/publicdomain/mark/1.0/deed.nl"))
                .isEqualTo("other-pd");
        assertThat(found("http://reference.data.gov.uk/id/open-government-licence"))
                .isEqualTo("uk-ogl");
        assertThat(found("See http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/ for terms."))
                .isEqualTo("uk-ogl");
    }

    @Test
    void aLicenceIsFoundByWords() {
        assertThat(found("This is made available under the Open Government Licence (OGL) v3.0"))
                .isEqualTo("uk-ogl");
        assertThat(found("Creative Commons Attribution 4.0 International")).isEqualTo("cc-by");
        assertThat(found("Creative Commons Attribution-NonCommercial 4.0")).isEqualTo("cc-nc");
        assertThat(found("CC BY-SA 4.0")).isEqualTo("cc-by-sa");
        assertThat(found("Open Government Licence - Canada")).isEqualTo("ca-ogl");
        assertThat(found("Open Government Licence – Ontario")).isEqualTo("other-open");
        assertThat(found("Licence Ouverte version 2.0")).isEqualTo("fr-lo");
    }

    @Test
    void anAddressOutranksWordsOfAnEarlierText() {
        assertThat(licences.named(
                        List.of("Creative Commons Attribution", "https://opendatacommons.org/licenses/odbl/1-0/")))
                .hasValueSatisfying(licence -> assertThat(licence.id()).isEqualTo("odc-odbl"));
    }

    @Test
    void aDenialOrUnknownWordsNameNoLicence() {
        assertThat(found("The data are not available under the Open Government Licence"))
                .isEqualTo("none");
        assertThat(found("No conditions apply to access and use")).isEqualTo("none");
        assertThat(found("http://www.test.gov.uk/licenseurl")).isEqualTo("none");
        assertThat(found("")).isEqualTo("none");
    }

    @Test
    void everyLicenceOfTheRegisterIsFoundByItsOwnIdAndAddress() {
        assertThat(Licence.all()).hasSizeGreaterThan(15).allSatisfy(licence -> {
            assertThat(found(licence.id())).isEqualTo(licence.id());
            if (licence.url() != null) {
                assertThat(found(licence.url())).isEqualTo(licence.id());
            }
        });
    }

    private String found(String text) {
        return licences.named(List.of(text)).map(Licence::id).orElse("none");
    }
}
