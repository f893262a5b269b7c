package org.garner.harvesters.dcatus;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import org.garner.catalog.format.dcatus.DcatUsDocument;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceReply;
import org.garner.harvest.http.SourceRequest;
import org.garner.harvesters.Glance;

/**
 * A data.json that has arrived, and what its first pass found out.
 *
 * @param reply its bytes, closed with it
 */
record DataJson(SourceReply reply, CatalogueIndex index, Place first, DcatUsSettings settings) implements Closeable {

    /**
     * Asks for the document, or takes the one that the client keeps for this listing.
     *
     * @throws SourceException when it does not come, or is no catalogue of Project Open Data 1.1
     */
    static DataJson open(URI address, DcatUsSettings settings, SourceClient client)
            throws SourceException, InterruptedException, IOException {
        var reply = client.sendOnce(
                SourceRequest.get(address, SourceRequest.LISTING).accepting("application/json, */*;q=0.5"));
        try {
            var index =
                    reply.body().derived(CatalogueIndex.class, body -> CatalogueIndex.of(body, reply.uri(), settings));
            return new DataJson(reply, index, checked(reply, index), settings);
        } catch (ClosedByInterruptException e) {
            reply.close();
            throw interrupted(e);
        } catch (SourceException | IOException | RuntimeException e) {
            reply.close();
            throw e;
        }
    }

    /** The place of the first dataset, in a catalogue of the right standard. */
    private static Place checked(SourceReply reply, CatalogueIndex index) throws SourceException {
        var first = index.first();
        var broken = index.broken();
        if (first == null && (broken == null || Glance.at(reply).form() != Glance.Form.JSON)) {
            throw new SourceException(new HarvestFailure.Unexpected(
                    reply.uri(),
                    "a data.json (an object with conformsTo and a list 'dataset')",
                    Glance.at(reply).words()));
        }
        var conformsTo = index.conformsTo();
        if (broken != null && (first == null || conformsTo == null)) {
            throw new SourceException(broken);
        }
        var standard = Standard.of(conformsTo);
        if (first == null || standard != Standard.PROJECT_OPEN_DATA_1_1) {
            throw new SourceException(new HarvestFailure.Unexpected(
                    reply.uri(),
                    "a catalogue of Project Open Data 1.1 (conformsTo is %s)".formatted(Standard.ADDRESS),
                    conformsTo == null
                            ? "one without conformsTo"
                            : "conformsTo '%.200s'%s"
                                    .formatted(
                                            conformsTo,
                                            standard == Standard.DCAT_US_3_0 ? "; DCAT-US 3.0 is not read yet" : "")));
        }
        return first;
    }

    /** The document of a dataset as the import reads it. */
    byte[] document(Entry entry, byte[] bytes) {
        return new DcatUsDocument(index.placeOf(entry), index.catalogue(), settings.defaults(), settings.maxResources())
                .of(bytes);
    }

    /** What to throw when the bytes were lost after they had arrived. */
    static SourceException lost(URI address, IOException e) throws InterruptedException {
        if (e instanceof ClosedByInterruptException closed) {
            throw interrupted(closed);
        }
        return new SourceException(new HarvestFailure.NotStored(
                "The document of %s was lost after it had arrived: %s. The next run asks again."
                        .formatted(address, e)));
    }

    /** An interrupt closes the file that is being read: the caller's wish, and no trouble with the file. */
    private static InterruptedException interrupted(ClosedByInterruptException e) {
        var unused = Thread.interrupted();
        var interrupted = new InterruptedException();
        interrupted.addSuppressed(e);
        return interrupted;
    }

    @Override
    public void close() {
        reply.close();
    }
}
