package org.gradus.benchmarks.gang;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.benchmarks.kernel.Kernels;
import org.gradus.benchmarks.report.Machine;
import org.gradus.benchmarks.report.Table;
import org.gradus.core.Rng;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.backend.Workers;

/**
 * Kernels on two threads beside the same on one, in turns, first alone and then while two other processes compute without pause:
 * the median on two threads is to stay within 1.15 times that on one. The results of
 * both are compared bit by bit.
 */
public final class Crowd {
    private static final int OTHERS = 2;
    private static final long WARM_UP_NANOS = 1_500_000_000L;
    private static final long MEASURED_NANOS = 2_000_000_000L;

    private final Table table = new Table(
            "other processes", "kernel", "one thread", "two threads", "two to one", "99 %: one", "99 %: two", "load");
    private final Backend one = Kernels.of("simd", Workers.of(1));
    private final Backend two = Kernels.of("simd", Workers.of(2));

    private Crowd() {}

    /**
     * Measures and writes Markdown.
     *
     * @param args none
     * @throws IOException when a process cannot be started or a file cannot be written
     */
    public static void main(String[] args) throws IOException {
        List<String> lines = new ArrayList<>(List.of("# The gang in a crowd", ""));
        lines.addAll(Machine.conditions(List.of()));
        lines.add("");
        lines.addAll(new Crowd().measure(WARM_UP_NANOS, MEASURED_NANOS).lines());
        Path target = Path.of(System.getProperty("gradus.bench.out", "target/benchmarks.md"));
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        Files.write(target, lines);
        lines.forEach(System.out::println);
    }

    static Crowd create() {
        return new Crowd();
    }

    Table measure(long warmUp, long measured) throws IOException {
        List<Process> others = new ArrayList<>();
        try {
            for (int count = 0; count <= OTHERS; count += OTHERS) {
                while (others.size() < count) {
                    others.add(busy());
                }
                kernels(count, warmUp, measured);
            }
        } finally {
            others.forEach(Process::destroy);
        }
        return table;
    }

    private static Process busy() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Busy.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.inputReader().readLine() == null) {
            throw new IOException("the other process ended");
        }
        return process;
    }

    /** A kernel that writes its result. */
    private interface Kernel {
        void run(Backend backend, float[] result);
    }

    private void kernels(int others, long warmUp, long measured) {
        for (int n : new int[] {128, 256, 512}) {
            float[] a = Rng.of(1).normal(n * n);
            float[] b = Rng.of(2).normal(n * n);
            GemmShape shape = GemmShape.contiguous(false, false, n, n, n);
            duel(
                    others,
                    "product " + n + "³",
                    n * n,
                    warmUp,
                    measured,
                    (backend, c) -> backend.gemm().multiply(shape, a, 0, b, 0, false, c, 0, Epilogue.NONE, null));
        }
        for (int n : new int[] {1 << 14, 1 << 17, 1 << 20}) {
            float[] x = Rng.of(3).normal(n);
            duel(
                    others,
                    "tanh of " + n,
                    n,
                    warmUp,
                    measured,
                    (backend, y) -> backend.elementwise().unary(UnaryOp.TANH, 0, x, 0, y, 0, n));
        }
    }

    private void duel(int others, String name, int size, long warmUp, long measured, Kernel kernel) {
        float[] alone = new float[size];
        float[] together = new float[size];
        long end = System.nanoTime() + warmUp;
        while (System.nanoTime() < end) {
            kernel.run(one, alone);
            kernel.run(two, together);
        }
        if (!Arrays.equals(alone, together)) {
            throw new IllegalStateException("wrong result: " + name + " differs between one thread and two");
        }
        long[] first = new long[1 << 20];
        long[] second = new long[1 << 20];
        int count = 0;
        end = System.nanoTime() + measured;
        // runs of each in turn, so that the gang is as warm as in a program, and both meet the same load
        while (System.nanoTime() < end && count + 16 <= first.length) {
            for (int i = 0; i < 16; i++) {
                first[count + i] = time(kernel, one, alone);
            }
            for (int i = 0; i < 16; i++) {
                second[count + i] = time(kernel, two, together);
            }
            count += 16;
        }
        double[] of1 = quantiles(first, count);
        double[] of2 = quantiles(second, count);
        table.row(
                Integer.toString(others),
                name,
                Table.time(of1[0]),
                Table.time(of2[0]),
                Table.number(of2[0] / of1[0]),
                Table.time(of1[1]),
                Table.time(of2[1]),
                Machine.load());
    }

    private static long time(Kernel kernel, Backend backend, float[] result) {
        long start = System.nanoTime();
        kernel.run(backend, result);
        return System.nanoTime() - start;
    }

    private static double[] quantiles(long[] times, int count) {
        Arrays.sort(times, 0, count);
        return new double[] {times[count / 2], times[(int) (count * 0.99)]};
    }
}
