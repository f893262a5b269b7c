package org.garner.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What happens to jobs, step by step, drawn by a seed. */
record Story(List<Step> steps) {
    private static final Kind[] LOTS = lots();

    Story {
        steps = List.copyOf(steps);
    }

    /** What a step does. {@code lots}: how often it is drawn, compared with others. */
    enum Kind {
        ADD(9),
        DUE(1),
        ROUND(14),
        BOTH(4),
        ACCEPT(4),
        WORK(6),
        SLOW(4),
        WORK_ALL(10),
        FAIL(2),
        GIVE_BACK(1),
        WORKER_DIES(2),
        SLEEPER_WAKES(2),
        QUIET(4),
        CHANGE(4),
        ABORT(3),
        SQL(1),
        PURGE(1),
        RESUME(5),
        APPROVE(4),
        REJECT(1),
        PAUSE(1),
        ACTIVATE(2),
        OPERATION(2),
        CANCEL_OPERATION(1),
        OPERATE(3),
        RETAIN(3),
        LEAD_PASSES(3),
        CONTROL_DIES(1),
        STANDSTILL(1);

        private final int lots;

        Kind(int lots) {
            this.lots = lots;
        }
    }

    /** A step, and what chooses whom it is done to; any part of a story is a story too. */
    record Step(Kind kind, long salt) {
        @Override
        public String toString() {
            return "%s(%d)".formatted(kind, salt);
        }
    }

    private static Kind[] lots() {
        var lots = new ArrayList<Kind>();
        for (var kind : Kind.values()) {
            for (int i = 0; i < kind.lots; i++) {
                lots.add(kind);
            }
        }
        return lots.toArray(Kind[]::new);
    }

    static Story of(long seed, int length) {
        var random = new Random(seed);
        var steps = new ArrayList<Step>();
        for (int i = 0; i < length; i++) {
            steps.add(new Step(LOTS[random.nextInt(LOTS.length)], random.nextInt(1000)));
        }
        return new Story(steps);
    }

    /** The story without some of its steps. */
    Story without(int from, int to) {
        var rest = new ArrayList<>(steps.subList(0, from));
        rest.addAll(steps.subList(to, steps.size()));
        return new Story(rest);
    }
}
