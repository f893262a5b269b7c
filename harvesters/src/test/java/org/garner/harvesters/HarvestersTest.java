package org.garner.harvesters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.junit.jupiter.api.Test;

class HarvestersTest {
    @Test
    void findsTheTypesOnTheClassPath() {
        assertThat(Harvesters.onClassPath().all())
                .extracting(harvester -> harvester.type().value())
                .contains("csw", "waf")
                .doesNotHaveDuplicates();
    }

    @Test
    void namesTheKnownTypesWhenOneIsUnknown() {
        assertThatThrownBy(() -> Harvesters.onClassPath().byType(new HarvesterType("gopher")))
                .hasMessageStartingWith("No harvester could be found for source type gopher; known: ")
                .hasMessageContaining("csw, ")
                .hasMessageContaining("waf");
    }

    @Test
    void anAddressWhereNobodyAnswersIsNotAskedForItsVariants() {
        var url = URI.create("http://nowhere.example/csw");
        var asked = new ArrayList<URI>();
        SourceClient client = request -> {
            asked.add(request.uri());
            throw new SourceException(new HarvestFailure.Unreachable(request.uri(), "connection refused"));
        };
        assertThatThrownBy(() -> Harvesters.onClassPath().detect(url, client)).isInstanceOf(SourceException.class);
        assertThat(asked).containsExactly(url);
    }
}
