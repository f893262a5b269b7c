package org.garner.catalog.api.actions;

import java.util.function.Supplier;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.index.IndexUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the index on behalf of an action. */
final class IndexAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(IndexAnswers.class);

    private IndexAnswers() {}

    /** @throws RefusedException when the index does not answer */
    static <T> T of(Supplier<T> question) {
        try {
            return question.get();
        } catch (IndexUnavailableException e) {
            LOG.warn("An action was refused: {}", e.getMessage());
            throw RefusedException.indexUnreachable();
        }
    }
}
