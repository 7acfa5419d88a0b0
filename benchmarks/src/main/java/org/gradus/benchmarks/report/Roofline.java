package org.gradus.benchmarks.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.gradus.benchmarks.probe.Work;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Adds to each result the least time in which its work could be done on this machine, by the probe in the process that ran it:
 * {@code roof.ns}, and {@code roof.by}, which is −1 when operations bound it and else the number of the level of memory.
 */
public final class Roofline implements InternalProfiler {
    /** The label of the least time. */
    public static final String LEAST = "roof.ns";

    /** The label of what bounds it. */
    public static final String BOUND = "roof.by";

    private static volatile @Nullable Work announced;

    /** Made by JMH. */
    public Roofline() {}

    /**
     * States the work of the benchmark that this process runs.
     *
     * @param work what one call must do at least
     */
    public static void announce(Work work) {
        announced = work;
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        // the probe runs after the last iteration
    }

    @Override
    public Collection<? extends Result> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        Work work = announced;
        List<Result> limits = new ArrayList<>();
        if (work != null && result.getMetadata() != null) {
            int bound = work.boundByFma() ? -1 : work.level().ordinal();
            limits.add(new ScalarResult(LEAST, work.leastNanos(), "ns", AggregationPolicy.AVG));
            limits.add(new ScalarResult(BOUND, bound, "level", AggregationPolicy.AVG));
        }
        return limits;
    }

    @Override
    public String getDescription() {
        return "least time by the machine's peak of operations and bandwidth";
    }
}
