package org.garner.simulator;

import java.net.URI;
import java.util.List;

/**
 * The sources of the demo, with a few deliberate faults, and what a harvest must find in them.
 *
 * @param simulator serves both until it is closed
 */
public record DemoSources(Simulator simulator, List<Expected> expected) implements AutoCloseable {
    private static final int RECORD_BYTES = 12_000;

    /**
     * What a first harvest of one source must report.
     *
     * @param name the name of the source
     * @param type its source type
     * @param added how many datasets it yields
     * @param errored how many records cannot be harvested
     * @param duplicates how often it lists an identifier again
     * @param faults the planted faults, in words
     */
    public record Expected(
            String name,
            String title,
            String type,
            URI url,
            int added,
            int errored,
            int duplicates,
            List<String> faults) {}

    /** Starts both sources on any free port of the loopback address. */
    public static DemoSources start() {
        var csw = new SimulatedCsw("/northvale/csw", new Records(40, 11, RECORD_BYTES)).pageCap(15);
        csw.spoil(17, RecordFault.NO_TITLE);
        csw.spoil(29, RecordFault.SAME_ID);
        var waf = new SimulatedWaf("/coast/waf/", new Records(30, 23, RECORD_BYTES), SimulatedWaf.Style.APACHE);
        waf.spoil(4, RecordFault.CUT_OFF);
        waf.spoil(12, RecordFault.HTML);
        waf.spoil(21, RecordFault.MISSING);
        var simulator = Simulator.builder().with(csw).with(waf).start(0);
        return new DemoSources(
                simulator,
                List.of(
                        new Expected(
                                "northvale",
                                "Northvale Mapping Agency",
                                "csw",
                                simulator.uri(csw),
                                38,
                                1,
                                1,
                                List.of("one record without a title", "one identifier listed twice")),
                        new Expected(
                                "coastal-waters",
                                "Institute of Coastal Waters",
                                "waf",
                                simulator.uri(waf),
                                27,
                                3,
                                0,
                                List.of(
                                        "one document cut off",
                                        "one page in HTML instead of a record",
                                        "one document that answers 404"))));
    }

    @Override
    public void close() {
        simulator.close();
    }
}
