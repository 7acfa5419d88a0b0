package org.gradus.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.gradus.benchmarks.kernel.ConvBenchmark;
import org.gradus.benchmarks.kernel.Kernels;
import org.gradus.benchmarks.probe.Probe;
import org.gradus.benchmarks.report.Machine;
import org.gradus.benchmarks.report.Table;
import org.gradus.core.Rng;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Gradus's products and convolutions beside those of OpenBLAS and oneDNN, in one process and in turns; every result is held to
 * Gradus's. Arguments: some of {@code gemm}, {@code gemv}, {@code conv}, or none for all, {@code threads=1,2}, {@code blas=native} to remove
 * the variables that begin with {@code OPENBLAS_} and may hold OpenBLAS to older instructions, and parts of shapes to choose some;
 * or {@code elementwise} and parts of its rows, for {@link ElementwiseDuel}.
 */
public final class KernelDuel {
    private static final String[] PRODUCTS = {
        "nn:8x8x8", "nn:16x16x16", "nt:16x16x16", "tn:16x16x16", "nn:32x32x32", "nt:32x32x32",
        "tn:32x32x32", "nn:64x64x64", "nt:64x64x64", "tn:64x64x64", "nn:128x128x128", "nn:256x256x256",
        "nn:512x512x512", "nn:1024x1024x1024", "nn:2048x2048x2048", "nn:128x512x512", "nn:128x256x784", "nn:32x256x784",
        "nt:128x512x512", "nt:128x256x784", "nt:32x256x784", "tn:128x512x512", "tn:128x256x784", "tn:32x256x784",
        "nn:12544x64x576", "nn:64x12544x576", "tn:576x64x12544", "nt:128x10x256", "nn:1x1024x1024"
    };
    private static final String[] CONVOLUTIONS = {
        "32x64x28-64-k3", "32x32x14-64-k3", "64x1x28-32-k3", "64x32x14-64-k3", "32x3x32-16-k3", "32x16x32-16-k3",
        "32x16x32-32-k3s2", "32x32x16-32-k3", "32x32x16-64-k3s2", "32x64x8-64-k3", "32x16x32-32-k1s2",
                "32x32x16-64-k1s2",
        "32x64x28-64-k1", "32x64x14-64-k1", "32x32x14-64-k5", "32x64x28-64-k3g16", "32x64x28-64-k3g64",
                "8x128x14-128-k3g128"
    };

    private static final String ELEMENTWISE = "elementwise";
    private static final Set<String> KINDS = Set.of("gemm", "gemv", "conv");

    private final Backend gradus;
    private final int threads;
    private final List<String> skipped = new ArrayList<>();
    private final @Nullable OneDnn oneDnn = oneDnn();
    private final boolean openBlas = openBlas();
    private final List<String> chosen;
    private final Table table = new Table(
            "work",
            "threads",
            "Gradus",
            "of the FMA peak",
            "OpenBLAS",
            "oneDNN",
            "OpenBLAS ÷ Gradus",
            "oneDNN ÷ Gradus");

    private KernelDuel(int threads, List<String> chosen) {
        this.threads = threads;
        this.gradus = Kernels.of("simd", Workers.of(threads));
        this.chosen = chosen;
    }

    /**
     * Runs the comparison. OpenMP's number of threads is fixed when a process starts, so each number gets a process.
     *
     * @param args what to compare
     * @throws IOException when a process cannot be started or a file not be written
     * @throws InterruptedException when interrupted while one runs
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        String fixed = System.getProperty("gradus.duel.threads");
        List<String> words = new ArrayList<>(Arrays.asList(args));
        if (fixed != null) {
            new KernelDuel(Integer.parseInt(fixed), words).run();
            return;
        }
        int all = Runtime.getRuntime().availableProcessors();
        String threads = words.stream()
                .filter(word -> word.startsWith("threads="))
                .map(word -> word.substring("threads=".length()))
                .findFirst()
                .orElse(all == 1 || words.contains(ELEMENTWISE) ? "1" : "1," + all);
        boolean asSet = !words.remove("blas=native");
        words.removeIf(word -> word.startsWith("threads="));
        List<String> lines = new ArrayList<>(List.of(
                words.contains(ELEMENTWISE) ? "# Kernels beside C" : "# Kernels beside OpenBLAS and oneDNN", ""));
        lines.addAll(Machine.conditions(List.of("-Xmx4g", "--add-modules", "jdk.incubator.vector")));
        lines.add("- arguments: `" + String.join(" ", args) + "`");
        for (String count : threads.split(",", -1)) {
            lines.addAll(child(count, words, asSet));
        }
        lines.add("");
        lines.add("load average at the end: " + Machine.load());
        Path target = Path.of(System.getProperty("gradus.bench.out", "target/benchmarks.md"));
        Files.write(target, lines);
        lines.forEach(System.out::println);
        System.out.println("\nwritten to " + target.toAbsolutePath());
    }

    private static List<String> child(String threads, List<String> words, boolean asSet)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("gradus-duel", ".md");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx4g",
                "--add-modules",
                "jdk.incubator.vector",
                "-Dgradus.duel.threads=" + threads,
                "-Dgradus.bench.out=" + out,
                "-cp",
                System.getProperty("java.class.path"),
                KernelDuel.class.getName()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        if (!asSet) {
            builder.environment().keySet().removeIf(variable -> variable.startsWith("OPENBLAS_"));
        }
        builder.environment().put("OMP_NUM_THREADS", threads);
        builder.environment().put("OPENBLAS_NUM_THREADS", threads);
        int status = builder.start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("the comparison on " + threads + " threads failed, status " + status);
        }
        List<String> lines = Files.readAllLines(out);
        Files.delete(out);
        return lines;
    }

    private @Nullable OneDnn oneDnn() {
        try {
            return new OneDnn();
        } catch (LinkageError e) {
            skipped.add("- oneDNN is skipped: " + e);
            return null;
        }
    }

    private boolean openBlas() {
        try {
            new FloatPointer(1).deallocate();
            openblas_nolapack.blas_get_vendor();
            return true;
        } catch (LinkageError | RuntimeException e) {
            // the constructor of a pointer wraps the error of a missing library in an exception
            skipped.add("- OpenBLAS is skipped: " + (e.getCause() == null ? e : e.getCause()));
            return false;
        }
    }

    private void run() throws IOException {
        if (chosen.contains(ELEMENTWISE)) {
            List<String> parts =
                    chosen.stream().filter(word -> !word.equals(ELEMENTWISE)).toList();
            Files.write(out(), new ElementwiseDuel(gradus, parts).run());
            return;
        }
        boolean all = chosen.stream().noneMatch(KINDS::contains);
        if (all || chosen.contains("gemm")) {
            for (String product : PRODUCTS) {
                if (wanted(product)) {
                    product(product);
                }
            }
        }
        GemvDuel vectors = new GemvDuel(gradus, threads, openBlas, oneDnn);
        if (all || chosen.contains("gemv")) {
            for (String product : GemvDuel.PRODUCTS) {
                if (wanted(product)) {
                    vectors.run(product);
                }
            }
        }
        if (all || chosen.contains("conv")) {
            for (String convolution : CONVOLUTIONS) {
                for (OneDnn.Direction direction : OneDnn.Direction.values()) {
                    if (wanted(convolution)) {
                        convolution(convolution, direction);
                    }
                }
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%s; peak of the probe %.0f GFLOP/s", gradus.description(), Probe.fma(threads)));
        lines.addAll(skipped);
        if (all || chosen.contains("gemm") || chosen.contains("conv")) {
            lines.add("");
            lines.addAll(table.lines());
        }
        if (all || chosen.contains("gemv")) {
            lines.add("");
            lines.addAll(vectors.lines());
        }
        Files.write(out(), lines);
    }

    private static Path out() {
        return Path.of(System.getProperty("gradus.bench.out", "target/duel.md"));
    }

    private boolean wanted(String shape) {
        List<String> parts =
                chosen.stream().filter(word -> !KINDS.contains(word)).toList();
        return parts.isEmpty() || parts.stream().anyMatch(shape::contains);
    }

    private void product(String text) {
        String[] sizes = text.substring(3).split("x", -1);
        int m = Integer.parseInt(sizes[0]);
        int n = Integer.parseInt(sizes[1]);
        int k = Integer.parseInt(sizes[2]);
        GemmShape s = GemmShape.contiguous(text.charAt(0) == 't', text.charAt(1) == 't', m, n, k);
        float[] a = Rng.of(1).normal(m * k);
        float[] b = Rng.of(2).normal(k * n);
        float[] c = new float[m * n];
        Runnable ours = () -> gradus.gemm().multiply(s, a, 0, b, 0, false, c, 0, Epilogue.NONE, null);
        double flops = 2.0 * m * n * k;
        OneDnn dnnl = oneDnn;
        if (!openBlas && dnnl == null) {
            row("gemm " + text, flops, Turns.medians(List.of(ours), threads)[0], Double.NaN, Double.NaN);
            return;
        }
        FloatPointer pa = new FloatPointer(a);
        FloatPointer pb = new FloatPointer(b);
        FloatPointer blas = new FloatPointer((long) m * n);
        FloatPointer dnn = new FloatPointer((long) m * n);
        int ta = s.transA() ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
        int tb = s.transB() ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
        int rowMajor = openblas_nolapack.CblasRowMajor;
        List<Runnable> runs = new ArrayList<>(List.of(ours));
        if (openBlas) {
            runs.add(() -> openblas_nolapack.cblas_sgemm(
                    rowMajor, ta, tb, m, n, k, 1f, pa, s.lda(), pb, s.ldb(), 0f, blas, s.ldc()));
        }
        if (dnnl != null) {
            runs.add(() -> dnnl.multiply(s, pa, pb, dnn));
        }
        double[] nanos = Turns.medians(runs, threads);
        if (openBlas) {
            same(text + ", OpenBLAS", c, blas, k);
        }
        if (dnnl != null) {
            same(text + ", oneDNN", c, dnn, k);
        }
        double ofBlas = openBlas ? nanos[1] : Double.NaN;
        double ofDnn = dnnl != null ? nanos[nanos.length - 1] : Double.NaN;
        row("gemm " + text, flops, nanos[0], ofBlas, ofDnn);
        for (FloatPointer pointer : List.of(pa, pb, blas, dnn)) {
            pointer.deallocate();
        }
    }

    private void convolution(String text, OneDnn.Direction direction) {
        ConvShape s = ConvBenchmark.shape(text);
        int taps = s.window().kernelHeight() * s.window().kernelWidth();
        int inner = s.inChannels() / s.groups() * taps;
        float[] x = Rng.of(1).normal(s.n() * s.inChannels() * s.height() * s.width());
        float[] w = Rng.of(2).normal(s.outChannels() * inner);
        float[] y = Rng.of(3).normal(s.n() * s.outChannels() * s.outHeight() * s.outWidth());
        Runnable ours = switch (direction) {
            case FORWARD -> () -> gradus.conv().forward(s, x, w, null, y);
            case INPUT_GRADIENT -> () -> gradus.conv().inputGradient(s, y, w, x);
            case WEIGHT_GRADIENT -> () -> gradus.conv().weightGradient(s, x, y, w);
        };
        int places = s.n() * s.outHeight() * s.outWidth();
        String what = text + " " + direction;
        double flops = 2.0 * y.length * inner;
        String name = "conv " + what.toLowerCase(Locale.ROOT);
        OneDnn dnnl = oneDnn;
        if (dnnl == null) {
            row(name, flops, Turns.medians(List.of(ours), threads)[0], Double.NaN, Double.NaN);
            return;
        }
        FloatPointer px = new FloatPointer(x);
        FloatPointer pw = new FloatPointer(w);
        FloatPointer py = new FloatPointer(y);
        double[] two = Turns.medians(List.of(ours, dnnl.convolution(direction, s, px, pw, py)), threads);
        switch (direction) {
            case FORWARD -> same(what, y, py, inner);
            case INPUT_GRADIENT -> same(what, x, px, s.outChannels() / s.groups() * taps);
            case WEIGHT_GRADIENT -> same(what, w, pw, places);
        }
        row(name, flops, two[0], Double.NaN, two[1]);
        for (FloatPointer pointer : List.of(px, pw, py)) {
            pointer.deallocate();
        }
    }

    /** Sums of k products of normal numbers: of size √k, each rounding of the chain at most of that size. */
    static void same(String what, float[] ours, FloatPointer theirs, int k) {
        float[] other = new float[ours.length];
        theirs.get(other);
        double bound = 16 * Math.sqrt(k) * 0x1p-24 * Math.sqrt(k) + 1e-5;
        for (int i = 0; i < ours.length; i++) {
            if (!(Math.abs(ours[i] - other[i]) <= bound)) {
                throw new IllegalStateException(
                        "wrong result: " + what + " at " + i + ": Gradus has " + ours[i] + ", the peer " + other[i]);
            }
        }
    }

    private void row(String work, double flops, double ours, double blas, double dnn) {
        table.row(
                work,
                Integer.toString(threads),
                Table.time(ours),
                Table.percent(flops / ours / Probe.fma(threads)),
                Double.isNaN(blas) ? "–" : Table.time(blas),
                Double.isNaN(dnn) ? "–" : Table.time(dnn),
                Table.percent(blas / ours),
                Table.percent(dnn / ours));
    }
}
