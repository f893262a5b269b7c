package org.garner.control;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.garner.ledger.Holds.Figures;

/**
 * When a withdrawal is too suspicious to be done unasked (law 5). The first rule that applies names the reason, so the more telling ones stand first.
 */
enum HoldRule {
    EMPTY {
        @Override
        boolean holds(Figures it) {
            return it.listed() == 0;
        }

        @Override
        String says(Figures it) {
            return "The listing named no record at all, while the catalogue shows %d datasets of this source"
                    .formatted(it.before());
        }
    },
    /** Most of what was held is gone and about as much is new: the source names its records otherwise now. */
    IDENTIFIERS {
        @Override
        boolean holds(Figures it) {
            return MOST.holds(it) && it.appeared() * 2 >= it.missing() && it.appeared() <= it.missing() * 2;
        }

        @Override
        String says(Figures it) {
            return "%d of %d records have vanished and %d new ones have appeared, as if the source had changed its identifiers"
                    .formatted(it.missing(), it.before(), it.appeared());
        }
    },
    HALVED {
        @Override
        boolean holds(Figures it) {
            return it.listed() * 2 < it.lastComplete();
        }

        @Override
        String says(Figures it) {
            return "The listing named %d records, fewer than half of the %d of the last complete one"
                    .formatted(it.listed(), it.lastComplete());
        }
    },
    LARGE_SHARE {
        @Override
        boolean holds(Figures it) {
            return it.missing() > 50 && it.missing() * 10 > it.before();
        }

        @Override
        String says(Figures it) {
            return "%d of %d datasets are over 50, and over 10 %% of what the source has"
                    .formatted(it.missing(), it.before());
        }
    },
    MOST {
        @Override
        boolean holds(Figures it) {
            return it.before() >= 4 && it.missing() * 2 > it.before();
        }

        @Override
        String says(Figures it) {
            return "%d of %d datasets are over half of what the source has".formatted(it.missing(), it.before());
        }
    };

    private static final List<HoldRule> ALL = Arrays.asList(values());

    abstract boolean holds(Figures figures);

    /** What was found, with the figures; without a full stop. */
    abstract String says(Figures figures);

    /** As the ledger writes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The rule that holds a withdrawal; empty when it may be done. */
    static Optional<HoldRule> of(Figures figures) {
        return ALL.stream().filter(rule -> rule.holds(figures)).findFirst();
    }
}
