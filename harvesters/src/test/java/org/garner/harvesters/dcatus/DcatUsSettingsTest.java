package org.garner.harvesters.dcatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.garner.harvest.HarvesterType;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.SourceConfig;
import org.garner.harvesters.Harvesters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DcatUsSettingsTest {
    private final DcatUsHarvester harvester = new DcatUsHarvester();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"filter": {}}                        | no setting 'filter'
        {"filters": ["a"]}                    | filters is an object
        {"max_resource_count": 0}             | max_resource_count is a number from 1
        {"validator_schema": "strict"}        | validator_schema is federal or non-federal
        {"private_datasets": "True"}          | harvested datasets are public
        {"default_groups": ["water"]}         | default_groups cannot be used
        """)
    void aSettingThatCannotBeUsedIsRefusedByItsName(String config, String why) throws Exception {
        var parsed = SourceConfig.parse(config);
        assertThatThrownBy(() -> harvester.check(parsed))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(why);
    }

    @Test
    void takesTheSettingsOfCkan() throws Exception {
        harvester.check(SourceConfig.parse("""
            {"filters": {"accessLevel": ["public"]}, "defaults": {"license": "cc-by"}, "validator_schema": "non-federal",
             "private_datasets": "False", "default_groups": [], "default_tags": ["a"], "default_extras": {"x": "y"}}
            """));
        assertThat(Harvesters.onClassPath()
                        .byType(new HarvesterType("datajson"))
                        .type()
                        .value())
                .isEqualTo("dcatus");
    }
}
