package org.gradus.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.gradus.benchmarks.probe.Probe;
import org.gradus.benchmarks.report.Table;
import org.gradus.core.Rng;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.jspecify.annotations.Nullable;

/**
 * A vector times a matrix of weights, in turns with a mere reading of the same array, with OpenBLAS's sgemv and with oneDNN's product of
 * one row.
 */
final class GemvDuel {
    /** How weights are stored, then inputs and outputs. */
    static final String[] PRODUCTS = {
        "in-out:1024x1024", "in-out:784x512", "in-out:1000x1000", "out-in:1024x1024", "out-in:1040x1024"
    };

    private final Backend gradus;
    private final int threads;
    private final boolean openBlas;
    private final @Nullable OneDnn oneDnn;
    private final Table table = new Table(
            "weights",
            "threads",
            "Gradus",
            "reading the weights",
            "of the reading's speed",
            "OpenBLAS",
            "oneDNN",
            "OpenBLAS ÷ Gradus",
            "oneDNN ÷ Gradus");

    GemvDuel(Backend gradus, int threads, boolean openBlas, @Nullable OneDnn oneDnn) {
        this.gradus = gradus;
        this.threads = threads;
        this.openBlas = openBlas;
        this.oneDnn = oneDnn;
    }

    List<String> lines() {
        return table.lines();
    }

    void run(String text) {
        String[] parts = text.split("[:x]", -1);
        boolean turned = parts[0].equals("out-in");
        int k = Integer.parseInt(parts[1]);
        int n = Integer.parseInt(parts[2]);
        GemmShape s = GemmShape.contiguous(false, turned, 1, n, k);
        float[] x = Rng.of(1).normal(k);
        float[] w = Rng.of(2).normal(k * n);
        float[] y = new float[n];
        OneDnn dnnl = oneDnn;
        List<Runnable> runs = new ArrayList<>();
        runs.add(() -> gradus.gemm().multiply(s, x, 0, w, 0, false, y, 0, Epilogue.NONE, null));
        runs.add(Probe.reading(w, threads));
        if (!openBlas && dnnl == null) {
            double[] nanos = Turns.medians(runs, threads);
            row(text, nanos[0], nanos[1], Double.NaN, Double.NaN);
            return;
        }
        FloatPointer px = new FloatPointer(x);
        FloatPointer pw = new FloatPointer(w);
        FloatPointer blas = new FloatPointer((long) n);
        FloatPointer dnn = new FloatPointer((long) n);
        if (openBlas) {
            int rowMajor = openblas_nolapack.CblasRowMajor;
            int trans = turned ? openblas_nolapack.CblasNoTrans : openblas_nolapack.CblasTrans;
            runs.add(() -> openblas_nolapack.cblas_sgemv(
                    rowMajor, trans, turned ? n : k, turned ? k : n, 1f, pw, s.ldb(), px, 1, 0f, blas, 1));
        }
        if (dnnl != null) {
            runs.add(() -> dnnl.multiply(s, px, pw, dnn));
        }
        double[] nanos = Turns.medians(runs, threads);
        if (openBlas) {
            KernelDuel.same(text + ", OpenBLAS", y, blas, k);
        }
        if (dnnl != null) {
            KernelDuel.same(text + ", oneDNN", y, dnn, k);
        }
        double ofBlas = openBlas ? nanos[2] : Double.NaN;
        double ofDnn = dnnl != null ? nanos[nanos.length - 1] : Double.NaN;
        row(text, nanos[0], nanos[1], ofBlas, ofDnn);
        for (FloatPointer pointer : List.of(px, pw, blas, dnn)) {
            pointer.deallocate();
        }
    }

    private void row(String text, double ours, double reading, double blas, double dnn) {
        table.row(
                "gemv " + text,
                Integer.toString(threads),
                Table.time(ours),
                Table.time(reading),
                Table.percent(reading / ours),
                Double.isNaN(blas) ? "–" : Table.time(blas),
                Double.isNaN(dnn) ? "–" : Table.time(dnn),
                Table.percent(blas / ours),
                Table.percent(dnn / ours));
    }
}
