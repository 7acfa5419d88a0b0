package org.gradus.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradus.benchmarks.report.Table;
import org.gradus.core.Rng;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.BinaryOp;
import org.gradus.core.backend.UnaryOp;

/**
 * Gradus's elementwise functions, softmax and layer normalisation beside plain loops in C that gcc vectorises with libmvec:
 * on one thread, in one process, in turns, every result compared.
 */
final class ElementwiseDuel {
    private static final int[] SIZES = {4096, 65536};
    private static final int[] COLUMNS = {128, 512, 1024};
    private static final int ROWS = 32;
    private static final float EPS = 1e-5f;

    /**
     * A function of both. Results may differ by {@code ulps} units of the result, 4 for a function of libmvec, 2 for one of
     * Gradus and one for each further operation of C, and by {@code cancelled} units of the argument where C subtracts from 1.
     */
    private enum Function {
        EXP(UnaryOp.EXP, CLoops::exp, 6, 0),
        SIGMOID(UnaryOp.SIGMOID, CLoops::sigmoid, 12, 0),
        TANH(UnaryOp.TANH, CLoops::tanh, 6, 0),
        GELU(UnaryOp.GELU, CLoops::gelu, 12, 4),
        GELU_TANH(UnaryOp.GELU_TANH, CLoops::geluTanh, 12, 16),
        SILU(UnaryOp.SILU, CLoops::silu, 12, 0),
        LOG(UnaryOp.LOG, CLoops::log, 6, 0),
        ERF(UnaryOp.ERF, CLoops::erf, 6, 0),
        SIN(UnaryOp.SIN, CLoops::sin, 6, 0),
        COS(UnaryOp.COS, CLoops::cos, 6, 0),
        RELU(UnaryOp.RELU, CLoops::relu, 0, 0);

        final UnaryOp op;
        final Loop loop;
        final int ulps;
        final int cancelled;

        Function(UnaryOp op, Loop loop, int ulps, int cancelled) {
            this.op = op;
            this.loop = loop;
            this.ulps = ulps;
            this.cancelled = cancelled;
        }
    }

    /** A loop in C over n floats. */
    @FunctionalInterface
    private interface Loop {
        void run(long from, long to, int n);
    }

    private final Backend gradus;
    private final List<String> parts;
    private final Table table = new Table("work", "Gradus", "C", "C ÷ Gradus");

    ElementwiseDuel(Backend gradus, List<String> parts) {
        this.gradus = gradus;
        this.parts = parts;
    }

    /** Runs the chosen rows, all when none is; the lines of a report. */
    List<String> run() {
        Optional<String> missing = CLoops.load();
        if (missing.isPresent()) {
            return List.of("", "C is skipped: " + missing.get());
        }
        for (int n : SIZES) {
            for (Function function : Function.values()) {
                if (wanted(function + " " + n)) {
                    unary(function, n);
                }
            }
            if (wanted("POW " + n)) {
                pow(n);
            }
        }
        for (int n : COLUMNS) {
            if (wanted("softmax " + n)) {
                softmax(n);
            }
            if (wanted("layer norm " + n)) {
                layerNorm(n);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(gradus.description() + "; C: gcc " + String.join(" ", CLoops.FLAGS) + " with libmvec");
        lines.add("");
        lines.addAll(table.lines());
        return lines;
    }

    private boolean wanted(String work) {
        return parts.isEmpty() || parts.stream().anyMatch(work::contains);
    }

    private void unary(Function f, int n) {
        float[] x = Rng.of(1).normal(n);
        for (int i = 0; i < n; i++) {
            x[i] = f == Function.LOG ? Math.abs(x[i]) : 2 * x[i];
        }
        float[] y = new float[n];
        try (NativeFloats floats = new NativeFloats(x, y)) {
            long from = floats.address(0);
            long to = floats.address(1);
            double[] nanos = Turns.medians(
                    List.of(() -> gradus.elementwise().unary(f.op, 0f, x, 0, y, 0, n), () -> f.loop.run(from, to, n)));
            float[] theirs = floats.get(1);
            for (int i = 0; i < n; i++) {
                float bound = f.ulps * Math.ulp(y[i]) + f.cancelled * Math.ulp(x[i]);
                near(f + " of " + x[i], y[i], theirs[i], bound);
            }
            row(f + " " + n, nanos);
        }
    }

    private void pow(int n) {
        float[] a = Rng.of(1).normal(n);
        float[] b = Rng.of(2).normal(n);
        for (int i = 0; i < n; i++) {
            a[i] = Math.abs(a[i]) + 0.125f;
        }
        float[] y = new float[n];
        try (NativeFloats floats = new NativeFloats(a, b, y)) {
            long base = floats.address(0);
            long exponent = floats.address(1);
            long to = floats.address(2);
            double[] nanos = Turns.medians(List.of(
                    () -> gradus.elementwise().binary(BinaryOp.POW, 1, n, a, 0, n, 1, b, 0, n, 1, y, 0),
                    () -> CLoops.pow(base, exponent, to, n)));
            float[] theirs = floats.get(2);
            for (int i = 0; i < n; i++) {
                near(a[i] + " to the " + b[i], y[i], theirs[i], 6 * Math.ulp(y[i]));
            }
            row("POW " + n, nanos);
        }
    }

    /** The sum of a row has at most n roundings in C, a probability four more units from exp. */
    private void softmax(int n) {
        float[] x = Rng.of(1).normal(ROWS * n);
        float[] y = new float[ROWS * n];
        try (NativeFloats floats = new NativeFloats(x, y)) {
            long from = floats.address(0);
            long to = floats.address(1);
            double[] nanos = Turns.medians(
                    List.of(() -> gradus.rows().softmax(ROWS, n, x, y), () -> CLoops.softmax(ROWS, n, from, to)));
            float[] theirs = floats.get(1);
            for (int i = 0; i < y.length; i++) {
                near("softmax at " + i, y[i], theirs[i], (n + 16) * 0x1p-24f * y[i]);
            }
            row("softmax " + ROWS + "×" + n, nanos);
        }
    }

    /** Mean and deviation of numbers of size 1 have at most n roundings each in C. */
    private void layerNorm(int n) {
        float[] x = Rng.of(1).normal(ROWS * n);
        float[] gamma = Rng.of(2).normal(n);
        float[] beta = Rng.of(3).normal(n);
        float[] y = new float[ROWS * n];
        float[] mean = new float[ROWS];
        float[] rstd = new float[ROWS];
        try (NativeFloats floats = new NativeFloats(x, gamma, beta, y)) {
            long from = floats.address(0);
            long scale = floats.address(1);
            long shift = floats.address(2);
            long to = floats.address(3);
            double[] nanos = Turns.medians(List.of(
                    () -> gradus.norms().normalizeRows(ROWS, n, EPS, x, gamma, beta, y, mean, rstd),
                    () -> CLoops.layerNorm(ROWS, n, EPS, from, scale, shift, to)));
            float[] theirs = floats.get(3);
            for (int i = 0; i < y.length; i++) {
                float size = (2 + Math.abs(x[i])) * Math.abs(gamma[i % n]) + Math.abs(beta[i % n]);
                near("layer norm at " + i, y[i], theirs[i], 2 * (n + 8) * 0x1p-24f * size);
            }
            row("layer norm " + ROWS + "×" + n, nanos);
        }
    }

    private static void near(String what, float ours, float theirs, float bound) {
        if (!(Math.abs(ours - theirs) <= bound)) {
            throw new IllegalStateException(
                    "wrong result: " + what + ": Gradus has " + ours + ", C " + theirs + ", allowed " + bound);
        }
    }

    private void row(String work, double[] nanos) {
        table.row(work, Table.time(nanos[0]), Table.time(nanos[1]), Table.percent(nanos[1] / nanos[0]));
    }
}
