package org.gradus.benchmarks.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.benchmarks.report.Machine;
import org.gradus.benchmarks.report.Table;

/**
 * Compares Gradus with its rivals and writes Markdown. What to compare is the first argument, the rest say on what:
 *
 * <ul>
 *   <li>{@code steps}: training steps of tasks such as {@code W1/ADAM/64}, by default all, on {@code threads=1,2};
 *   <li>{@code answers}: latency at batch 1 of W1 and W2, with {@code callers=1,2,8} threads that ask at once;
 *   <li>{@code start}: time from the start of the process to the first answer and the first training step, peak of resident
 *       memory, size on disk;
 *   <li>{@code growth}: Gradus's cost per step as width, depth and batch grow;
 *   <li>{@code scaling}: Gradus's steps of W2 on one thread and more.
 * </ul>
 *
 * {@code flags=-Xmx64m,-XX:+UseSerialGC} are further flags of Gradus's JVM; {@code only=gradus,djl} leaves others out; {@code blas=native} removes the variables that begin with {@code OPENBLAS_}.
 */
public final class Compare {
    private final List<String> lines = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<Rival> rivals;
    private final List<String> given = new ArrayList<>();
    private final Map<String, String> options = new LinkedHashMap<>();

    private Compare(String[] args) {
        for (String arg : Arrays.asList(args).subList(1, args.length)) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                given.add(arg);
            } else {
                options.put(arg.substring(0, equals), arg.substring(equals + 1));
            }
        }
        List<Rival> all = new ArrayList<>(Rival.present(skipped));
        String only = options.get("only");
        if (only != null) {
            List<String> names = Arrays.asList(only.split(",", -1));
            all.removeIf(rival -> !names.contains(rival.name()));
        }
        if (options.getOrDefault("blas", "").equals("native")) {
            all.replaceAll(Rival::withNativeBlas);
        }
        if (options.containsKey("flags")) {
            List<String> flags = Arrays.asList(options.getOrDefault("flags", "").split(",", -1));
            all.replaceAll(rival -> rival.name().equals("gradus") ? rival.withFlags(flags) : rival);
        }
        rivals = all;
    }

    /**
     * Runs a comparison.
     *
     * @param args what to compare, and on what
     * @throws IOException when a file cannot be written or Gradus itself fails
     */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.err.println("say what to compare: steps, answers, start, growth or scaling; see README.md");
            System.exit(2);
        }
        Compare compare = new Compare(args);
        Path data = Files.createTempDirectory("gradus-bench");
        compare.lines.add("# Gradus and its rivals: " + args[0]);
        compare.lines.add("");
        compare.lines.addAll(Machine.conditions(Rival.GRADUS_FLAGS));
        compare.lines.add("- arguments: `" + String.join(" ", args) + "`");
        Table table = switch (args[0]) {
            case "steps" ->
                new StepsComparison(compare.rivals, compare.threads(), compare.rounds(), data)
                        .table(compare.tasks(), compare.skipped);
            case "answers" ->
                new AnswersComparison(compare.rivals, compare.threads(), compare.callers(), data)
                        .table(compare.tasks(), compare.skipped);
            case "start" -> new StartComparison(compare.rivals, data).table(compare.tasks(), compare.skipped);
            case "growth" -> new Growth(compare.rivals.get(0), data).growth(compare.tasks());
            case "scaling" -> new Growth(compare.rivals.get(0), data).scaling(compare.tasks());
            default -> throw new IllegalArgumentException("compare: nothing is called " + args[0]);
        };
        for (String sentence : compare.skipped) {
            compare.lines.add("- " + sentence);
        }
        compare.lines.add("- load average at the end: " + Machine.load());
        compare.lines.add("");
        compare.lines.addAll(table.lines());
        Path target = Path.of(System.getProperty("gradus.bench.out", "target/benchmarks.md"));
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        Files.write(target, compare.lines);
        compare.lines.forEach(System.out::println);
        System.out.println("\nwritten to " + target.toAbsolutePath());
    }

    private List<Task> tasks() {
        return given.stream().map(Task::parse).toList();
    }

    private int rounds() {
        return Integer.parseInt(options.getOrDefault("rounds", "7"));
    }

    private List<Integer> threads() {
        int all = Runtime.getRuntime().availableProcessors();
        return numbers("threads", all == 1 ? "1" : "1," + all);
    }

    private List<Integer> callers() {
        return numbers("callers", "1,2,8");
    }

    private List<Integer> numbers(String option, String otherwise) {
        String text = options.getOrDefault(option, otherwise);
        return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
    }
}
