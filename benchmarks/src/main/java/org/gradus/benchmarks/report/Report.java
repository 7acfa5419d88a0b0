package org.gradus.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradus.benchmarks.probe.Level;
import org.gradus.benchmarks.probe.Pattern;
import org.gradus.benchmarks.probe.Probe;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs JMH with the arguments given to it and writes one Markdown table of what came out. */
public final class Report {
    private static final String GARBAGE = "gc.alloc.rate.norm";

    private Report() {}

    /**
     * Runs the benchmarks.
     *
     * @param args arguments of JMH, such as a regular expression and {@code -p on=simd:1}
     * @throws CommandLineOptionException when JMH does not understand an argument
     * @throws RunnerException when JMH cannot run
     * @throws IOException when the table cannot be written
     */
    public static void main(String[] args) throws CommandLineOptionException, RunnerException, IOException {
        CommandLineOptions given = new CommandLineOptions(args);
        if (given.shouldHelp() || given.shouldList() || given.shouldListWithParams()) {
            org.openjdk.jmh.Main.main(args);
            return;
        }
        OptionsBuilder options = new OptionsBuilder();
        options.parent(given).addProfiler(Roofline.class).addProfiler(GCProfiler.class);
        if (!Probe.vectors() && !given.getParameter("on").hasValue()) {
            options.param("on", "scalar:1");
        }
        Options all = options.build();
        Collection<RunResult> results = new Runner(all).run();
        List<String> flags = results.isEmpty()
                ? List.of()
                : List.copyOf(results.iterator().next().getParams().getJvmArgs());
        List<String> lines = new ArrayList<>();
        lines.add("# Benchmarks");
        lines.add("");
        lines.addAll(Machine.conditions(flags));
        lines.add("- command: `mvn -q -Pbench -pl benchmarks -am -Dargs=\"" + String.join(" ", args) + "\"`");
        lines.addAll(limits());
        lines.add("");
        lines.addAll(table(results).lines());
        Path target = Path.of(System.getProperty("gradus.bench.out", "target/benchmarks.md"));
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        Files.write(target, lines);
        lines.forEach(System.out::println);
        System.out.println("\nwritten to " + target.toAbsolutePath());
    }

    /** The probe's figures in this process, for one thread and all. */
    static List<String> limits() {
        int all = Runtime.getRuntime().availableProcessors();
        List<String> lines = new ArrayList<>();
        for (int threads : all == 1 ? new int[] {1} : new int[] {1, all}) {
            StringBuilder line = new StringBuilder("- probe, " + threads + (threads == 1 ? " thread: " : " threads: "));
            line.append(Table.number(Probe.fma(threads))).append(" GFLOP/s; GB/s in");
            for (Level level : Level.values()) {
                line.append(' ').append(level);
                for (Pattern pattern : Pattern.values()) {
                    line.append(pattern == Pattern.READ ? " " : " / ")
                            .append(Table.number(Probe.bandwidth(pattern, level, threads)));
                }
                line.append(level == Level.DRAM ? " (read / copy / triad / update)" : ",");
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static Table table(Collection<RunResult> results) {
        Table table = new Table("benchmark", "arguments", "time", "±", "of the limit", "limit", "bytes allocated");
        Map<String, RunResult> sorted = new TreeMap<>();
        results.forEach(result -> sorted.put(name(result.getParams()) + arguments(result.getParams()), result));
        for (RunResult result : sorted.values()) {
            Result<?> primary = result.getPrimaryResult();
            double nanos = primary.getScore()
                    * (primary.getScoreUnit().startsWith("ms")
                            ? 1e6
                            : primary.getScoreUnit().startsWith("us") ? 1e3 : 1);
            double least = secondary(result, Roofline.LEAST);
            double bound = secondary(result, Roofline.BOUND);
            table.row(
                    name(result.getParams()),
                    arguments(result.getParams()),
                    Table.time(nanos),
                    Table.percent(primary.getScoreError() / primary.getScore()),
                    Table.percent(least / nanos),
                    Double.isNaN(bound) ? "–" : bound < 0 ? "FMA" : Level.values()[(int) Math.round(bound)].name(),
                    Table.number(secondary(result, GARBAGE)));
        }
        return table;
    }

    private static double secondary(RunResult result, String label) {
        for (Map.Entry<String, Result> entry : result.getSecondaryResults().entrySet()) {
            if (entry.getKey().endsWith(label)) {
                return entry.getValue().getScore();
            }
        }
        return Double.NaN;
    }

    private static String name(BenchmarkParams params) {
        String full = params.getBenchmark();
        int method = full.lastIndexOf('.');
        return full.substring(full.lastIndexOf('.', method - 1) + 1).replace("Benchmark", "");
    }

    private static String arguments(BenchmarkParams params) {
        List<String> values = new ArrayList<>();
        for (String key : params.getParamsKeys()) {
            values.add(params.getParam(key));
        }
        return String.join(" ", values);
    }
}
