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
     * @param duplicates how often it lists an identifier again
     * @param faults the records that cannot be harvested, and no others
     */
    public record Expected(
            String name, String title, String type, URI url, int added, int duplicates, List<Fault> faults) {}

    /**
     * A record that cannot be harvested.
     *
     * @param mark a piece of its identifier or address
     * @param what what is wrong with it, in words
     */
    public record Fault(String mark, String what) {}

    /** Starts both sources on any free port of the loopback address. */
    public static DemoSources start() {
        var csw = new SimulatedCsw("/northvale/csw", new Records(40, 11, RECORD_BYTES))
                .pageCap(15)
                .withoutIsoPages();
        csw.spoil(17, RecordFault.MISSING);
        var waf = new SimulatedWaf("/coast/waf/", new Records(30, 23, RECORD_BYTES), SimulatedWaf.Style.APACHE);
        waf.spoil(4, RecordFault.CUT_OFF);
        waf.spoil(12, RecordFault.HTML);
        waf.spoil(21, RecordFault.MISSING);
        var simulator = Simulator.builder().with(csw).with(waf).start(0);
        var northvale = new Expected(
                "northvale",
                "Northvale Mapping Agency",
                "csw",
                simulator.uri(csw),
                39,
                0,
                List.of(new Fault(csw.ids().get(17), "a record that is listed but not given out")));
        var coast = new Expected(
                "coastal-waters",
                "Institute of Coastal Waters",
                "waf",
                simulator.uri(waf),
                27,
                0,
                List.of(
                        new Fault("record-4.xml", "a document that is cut off"),
                        new Fault("record-12.xml", "a page in HTML in place of a record"),
                        new Fault("record-21.xml", "a document that is listed but answers 404")));
        return new DemoSources(simulator, List.of(northvale, coast));
    }

    @Override
    public void close() {
        simulator.close();
    }
}
