package org.gradus.optim.schedule;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A row of the table that runs every schedule through {@link ScheduleContractTest}.
 *
 * @param name for messages
 * @param schedule the schedule
 * @param end from where on it holds; {@link #ENDLESS} or {@link #FADES} if it never does
 * @param values what it must give, by step
 */
record ScheduleCase(String name, Schedule schedule, long end, Map<Long, Double> values) {
    /** It goes on for ever. */
    static final long ENDLESS = -1;
    /** It falls for ever, to 0. */
    static final long FADES = -2;

    static Stream<ScheduleCase> all() {
        return Stream.of(DecayCases.rows(), WaveCases.rows(), CompositeCases.rows())
                .flatMap(s -> s);
    }

    static ScheduleCase of(String name, Schedule schedule, long end) {
        return new ScheduleCase(name, schedule, end, Map.of());
    }

    /** The values from a step on. */
    ScheduleCase from(long step, double... expected) {
        Map<Long, Double> more = new TreeMap<>(values);
        for (int i = 0; i < expected.length; i++) {
            more.put(step + i, expected[i]);
        }
        return new ScheduleCase(name, schedule, end, more);
    }

    /** The values just before a milestone, at it and just after it. */
    ScheduleCase around(long milestone, double before, double at, double after) {
        return from(milestone - 1, before, at, after);
    }

    @Override
    public String toString() {
        return name;
    }
}
