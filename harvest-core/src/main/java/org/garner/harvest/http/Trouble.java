package org.garner.harvest.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestFailure.TooLarge;
import org.garner.harvest.HarvestFailure.TooSlow;
import org.garner.harvest.HarvestFailure.Truncated;
import org.garner.harvest.HarvestFailure.Unexpected;
import org.garner.harvest.HarvestFailure.Unreachable;
import org.jspecify.annotations.Nullable;

/**
 * Says what an exception of the JDK's client means: whose trouble it is, and whether it may pass.
 *
 * @param shown the address, without credentials
 * @param maxBytes how much the caller wanted at most
 * @param times the limits of the exchange
 * @param startedNanos when it began
 */
record Trouble(URI shown, long maxBytes, HttpSettings.Times times, long startedNanos) {

    /** Nothing came. */
    Answer withoutAnswer(IOException e) {
        if (e instanceof HttpConnectTimeoutException) {
            return lost("no connection within " + Watch.inWords(times.connect()));
        }
        if (e instanceof ConnectException) {
            return lost("the connection was refused (%s)".formatted(reason(e)));
        }
        if (e instanceof SSLException) {
            var failure = new Unreachable(shown, "no secure connection (%s)".formatted(reason(e)));
            // A certificate does not mend itself within seconds; a broken handshake may.
            return caused(e, CertificateException.class) ? new Answer.Refused(failure) : new Answer.Lost(failure);
        }
        if (e instanceof ProtocolException || caused(e, ProtocolException.class)) {
            return new Answer.Refused(new Unexpected(shown, "an HTTP answer", reason(e)));
        }
        return lost("the connection broke before an answer came (%s)".formatted(reason(e)));
    }

    /** The answer began, and its body ended before its end. */
    Answer brokenOff(IOException e, Watch wire, @Nullable String announced) {
        var verdict = wire.verdict();
        if (verdict != null) {
            return new Answer.Late(new TooSlow(shown, verdict, Duration.ofNanos(System.nanoTime() - startedNanos)));
        }
        return switch (e) {
            case Watch.TooManyBytes tooMany -> new Answer.Refused(new TooLarge(shown, maxBytes));
            case Decoding.UnknownCoding unknown ->
                new Answer.Refused(new Unexpected(
                        shown,
                        "content coded by " + Decoding.OFFERED + " or not at all",
                        "the coding '%s'".formatted(Secrets.excerpt(String.valueOf(unknown.getMessage())))));
            case Spool.SpoolException ours ->
                new Answer.Refused(new HarvestFailure.NotStored(
                        "The answer of %s was not kept: %s.".formatted(shown, ours.getMessage())));
            default ->
                new Answer.Lost(new Truncated(
                        shown,
                        "%,d bytes came%s, then it ended (%s)"
                                .formatted(wire.count(), announced == null ? "" : " of " + announced, reason(e))));
        };
    }

    /** The answer began, and its body broke at its first bytes. */
    Answer brokenOff(IOException e) {
        return new Answer.Lost(new Truncated(shown, "it broke off at once (%s)".formatted(reason(e))));
    }

    private Answer lost(String why) {
        return new Answer.Lost(new Unreachable(shown, why));
    }

    /** An interrupt shows as a broken stream; it is the caller's wish, not the source's fault. */
    static void interruptedFirst(IOException e) throws InterruptedException {
        if (Thread.interrupted() || caused(e, InterruptedException.class)) {
            var interrupted = new InterruptedException();
            interrupted.addSuppressed(e);
            throw interrupted;
        }
    }

    private static boolean caused(Throwable e, Class<? extends Throwable> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable e) {
        @Nullable String last = null;
        for (Throwable t = e; t != null; t = t.getCause()) {
            last = t.getMessage() == null ? last : t.getMessage();
        }
        return last == null ? e.getClass().getSimpleName() : Secrets.excerpt(last);
    }
}
