package org.garner.harvest.http;

/**
 * Sends requests to sources: bounded in time and size, polite to each host, with retries inside. Two implementations: the polite client, and
 * recorded replies in tests.
 */
public interface SourceClient {
    /**
     * Sends one request, repeating it while the trouble may pass.
     *
     * @return the reply with a status of 200 to 299, or 304 to a conditional request; the caller closes it
     * @throws SourceException when no such reply came; the failure says why
     */
    SourceReply send(SourceRequest request) throws SourceException, InterruptedException;

    /**
     * Sends a request whose reply is needed again for the next pages of the same listing. Where replies are kept, the same request gets the same reply,
     * without asking the source again; elsewhere this is {@link #send}.
     *
     * @return the reply, which the caller closes each time, whether it is kept or not
     */
    default SourceReply sendOnce(SourceRequest request) throws SourceException, InterruptedException {
        return send(request);
    }
}
