package org.gradus.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.Map;
import org.gradus.benchmarks.workload.Contestant;
import org.gradus.benchmarks.workload.Task;
import org.gradus.benchmarks.workload.TaskData;
import org.gradus.benchmarks.workload.Workload;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime, which answers but does not train. */
public final class OnnxRuntime implements Contestant {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private @Nullable OrtSession session;
    private long[] shape = {};

    /** Starts the runtime. */
    public OnnxRuntime() {}

    @Override
    public String name() {
        return "ONNX Runtime " + environment.getVersion() + ", " + System.getProperty("gradus.threads") + " threads";
    }

    @Override
    public void prepare(Task task, TaskData data) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(Integer.getInteger("gradus.threads", 1));
        session = environment.createSession(model(task.workload(), data), options);
        int[] sample = task.workload().sample();
        shape = new long[sample.length + 1];
        shape[0] = 1;
        for (int i = 0; i < sample.length; i++) {
            shape[i + 1] = sample[i];
        }
    }

    private static byte[] model(Workload workload, TaskData data) {
        OnnxFile file = new OnnxFile();
        Iterator<float[]> weights = data.weights().iterator();
        String last = "x";
        switch (workload) {
            case W1 -> {
                last = relu(file, linear(file, last, weights, 784, 512));
                last = relu(file, linear(file, last, weights, 512, 256));
                last = linear(file, last, weights, 256, Workload.CLASSES);
            }
            case W2 -> {
                last = pool(file, relu(file, conv(file, last, weights, 1, 32)));
                last = pool(file, relu(file, conv(file, last, weights, 32, 64)));
                last = file.node("Flatten", new String[] {last}, "axis", 1);
                last = relu(file, linear(file, last, weights, 64 * 49, 128));
                last = linear(file, last, weights, 128, Workload.CLASSES);
            }
            case W2BN, W3 -> throw new IllegalArgumentException("ONNX Runtime is asked for W1 and W2 only");
        }
        int[] sample = workload.sample();
        int[] dims = new int[sample.length + 1];
        dims[0] = 1;
        System.arraycopy(sample, 0, dims, 1, sample.length);
        return file.model("x", dims, last, new int[] {1, Workload.CLASSES});
    }

    private static String linear(OnnxFile file, String x, Iterator<float[]> weights, int in, int out) {
        String w = file.weight(weights.next(), out, in);
        String b = file.weight(weights.next(), out);
        return file.node("Gemm", new String[] {x, w, b}, "transB", 1);
    }

    private static String conv(OnnxFile file, String x, Iterator<float[]> weights, int in, int out) {
        String w = file.weight(weights.next(), out, in, 3, 3);
        String b = file.weight(weights.next(), out);
        return file.node("Conv", new String[] {x, w, b}, "pads", new int[] {1, 1, 1, 1});
    }

    private static String relu(OnnxFile file, String x) {
        return file.node("Relu", new String[] {x});
    }

    private static String pool(OnnxFile file, String x) {
        return file.node("MaxPool", new String[] {x}, "kernel_shape", new int[] {2, 2}, "strides", new int[] {2, 2});
    }

    @Override
    public float step(int batch) {
        throw new UnsupportedOperationException("ONNX Runtime does not train");
    }

    @Override
    public float[] answer(float[] sample) throws OrtException {
        OrtSession running = session;
        if (running == null) {
            throw new IllegalStateException("not prepared");
        }
        try (OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(sample), shape);
                OrtSession.Result result = running.run(Map.of("x", x))) {
            return ((float[][]) result.get(0).getValue())[0];
        }
    }
}
