package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.gradus.core.backend.ConvEpilogue;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Window;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Convolution, forward, as an answer with ReLU and kept transposed weights, and both gradients; {@code 2·n·out·h′·w′·(in/groups)·k²} operations each. */
public class ConvBenchmark extends KernelBenchmark {
    /** Images, channels, extent, output channels, kernel, stride, dilation and groups; padded to keep the extent. */
    @Param({
        "32x64x28-64-k3",
        "32x32x14-64-k3",
        "64x1x28-32-k3",
        "32x3x32-16-k3",
        "32x16x32-16-k3",
        "32x16x32-32-k3s2",
        "32x64x14-64-k1",
        "32x16x32-32-k1s2",
        "32x16x28-32-k5",
        "32x32x14-64-k3d2",
        "32x64x14-64-k3g4",
        "32x64x14-64-k3g64"
    })
    String convolution = "32x32x14-64-k3";

    private ConvShape shape = new ConvShape(1, 1, 1, 1, 1, 1, Window.square(1));
    private float[] x = {};
    private float[] w = {};
    private float[] transposed = {};
    private float[] y = {};
    private float[] answer = {};
    private float[] dy = {};
    private float[] dx = {};
    private float[] dw = {};

    /** Makes the benchmark. */
    public ConvBenchmark() {}

    @Override
    Least prepare() {
        shape = shape(convolution);
        Window window = shape.window();
        int results = shape.n() * shape.outChannels() * shape.outHeight() * shape.outWidth();
        x = normal(1, shape.n() * shape.inChannels() * shape.height() * shape.width());
        w = normal(
                2,
                shape.outChannels()
                        * (shape.inChannels() / shape.groups())
                        * window.kernelHeight()
                        * window.kernelWidth());
        dy = normal(3, results);
        y = new float[results];
        answer = new float[results];
        transposed = new float[w.length];
        int inner = w.length / shape.outChannels();
        for (int i = 0; i < w.length; i++) {
            transposed[i % inner * shape.outChannels() + i / inner] = w[i];
        }
        dx = new float[x.length];
        dw = new float[w.length];
        double flops = 2.0 * results * (w.length / shape.outChannels());
        return new Least(flops, 4.0 * ((double) x.length + w.length + results), Pattern.READ);
    }

    /**
     * The shape that a text names.
     *
     * @param text such as {@code 32x64x28-64-k3s2g4}, or {@code 32x64x28-64-k3d2}
     * @return the shape
     */
    public static ConvShape shape(String text) {
        String[] parts = text.split("-", -1);
        String[] sizes = parts[0].split("x", -1);
        int extent = Integer.parseInt(sizes[2]);
        int kernel = number(parts[2], 'k', 1);
        int dilation = number(parts[2], 'd', 1);
        Window window = Window.square(kernel)
                .pad(dilation * (kernel / 2))
                .stride(number(parts[2], 's', 1))
                .dilation(dilation);
        return new ConvShape(
                Integer.parseInt(sizes[0]),
                Integer.parseInt(sizes[1]),
                extent,
                extent,
                Integer.parseInt(parts[1]),
                number(parts[2], 'g', 1),
                window);
    }

    private static int number(String text, char name, int otherwise) {
        int at = text.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        int end = at + 1;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Integer.parseInt(text.substring(at + 1, end));
    }

    /**
     * The result.
     *
     * @return it
     */
    @Benchmark
    public float[] forward() {
        kernels().conv().forward(shape, x, w, null, y);
        return y;
    }

    /**
     * The result after ReLU, of which no gradient will be asked.
     *
     * @return it
     */
    @Benchmark
    public float[] answer() {
        kernels().conv().answer(shape, new ConvEpilogue(true, null), x, w, transposed, null, answer);
        return answer;
    }

    /**
     * The gradient of the images.
     *
     * @return it
     */
    @Benchmark
    public float[] inputGradient() {
        kernels().conv().inputGradient(shape, dy, w, dx);
        return dx;
    }

    /**
     * The gradient of the weights.
     *
     * @return it
     */
    @Benchmark
    public float[] weightGradient() {
        kernels().conv().weightGradient(shape, x, dy, dw);
        return dw;
    }

    @Override
    void check() {
        if (ran(y)) {
            Convolved.checkForward(shape, x, w, y, false);
        }
        if (ran(answer)) {
            Convolved.checkForward(shape, x, w, answer, true);
        }
        if (ran(dx)) {
            Convolved.checkInputGradient(shape, dy, w, dx);
        }
        if (ran(dw)) {
            Convolved.checkWeightGradient(shape, x, dy, dw);
        }
    }

    private static boolean ran(float[] result) {
        for (float v : result) {
            if (v != 0) {
                return true;
            }
        }
        return false;
    }
}
