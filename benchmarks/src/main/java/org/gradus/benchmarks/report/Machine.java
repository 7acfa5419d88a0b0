package org.gradus.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What has to stand beside a figure: machine, JDK, flags, load and date. */
public final class Machine {
    private Machine() {}

    /**
     * The conditions of a measurement, a line each.
     *
     * @param flags arguments of the measured JVMs
     * @return lines of a Markdown list
     */
    public static List<String> conditions(List<String> flags) {
        List<String> lines = new ArrayList<>();
        lines.add("- date: "
                + ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")));
        lines.add("- machine: " + processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.arch") + ", " + System.getProperty("os.name"));
        lines.add("- JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        lines.add("- flags: `" + String.join(" ", flags) + "`");
        lines.add("- environment: " + environment());
        lines.add("- load average of the last minute: " + load());
        return lines;
    }

    /**
     * The load average of the last minute.
     *
     * @return a number, or a word where the system has none
     */
    public static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load);
    }

    /** The variables that change what native libraries do. */
    static String environment() {
        Map<String, String> found = new TreeMap<>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("OPENBLAS_") || name.startsWith("OMP_") || name.startsWith("DNNL_")) {
                found.put(name, value);
            }
        });
        return found.isEmpty() ? "no OPENBLAS_, OMP_ or DNNL_ variable" : "`" + found + "`";
    }

    /** Its name, or on ARM the numbers of its implementer and part. */
    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            String found = lines.filter(line -> line.matches("(model name|CPU implementer|CPU part)\\s*:.*"))
                    .map(line -> line.replaceAll("\\s*:\\s*", " ").replace("model name ", ""))
                    .distinct()
                    .collect(Collectors.joining(", "));
            return found.isEmpty() ? "unknown processor" : found;
        } catch (IOException e) {
            return "unknown processor";
        }
    }
}
