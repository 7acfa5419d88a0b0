package org.gradus.benchmarks.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Rng;
import org.gradus.core.TensorLayer;

/**
 * The weights and the data of a task, as files of little-endian numbers that every language reads: {@code weights.bin} with
 * the parameters one behind the other in Gradus's order, {@code x.bin} with all batches, {@code labels.bin} with their classes
 * as 32-bit integers.
 *
 * @param weights one array for each parameter
 * @param x one array for each batch
 * @param labels one array for each batch
 */
public record TaskData(List<float[]> weights, List<float[]> x, List<int[]> labels) {
    /**
     * Draws the data of a task and the first weights of its model.
     *
     * @param task the task
     * @return the data
     */
    public static TaskData draw(Task task) {
        TensorLayer model = task.workload().build(task);
        model.initialize(1);
        List<float[]> weights = new ArrayList<>();
        model.parameters().forEach(p -> weights.add(p.value().toArray()));
        List<float[]> x = new ArrayList<>();
        List<int[]> labels = new ArrayList<>();
        for (int batch = 0; batch < Task.BATCHES; batch++) {
            x.add(Rng.of(2).at(batch).normal(task.batch() * task.workload().sampleSize()));
            float[] chosen = Rng.of(3).at(batch).uniform(task.batch());
            int[] classes = new int[task.batch()];
            for (int i = 0; i < classes.length; i++) {
                classes[i] = (int) (chosen[i] * Workload.CLASSES);
            }
            labels.add(classes);
        }
        return new TaskData(weights, x, labels);
    }

    /**
     * Writes the files.
     *
     * @param directory where
     * @throws IOException when that fails
     */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("weights.bin"), bytes(weights));
        Files.write(directory.resolve("x.bin"), bytes(x));
        ByteBuffer classes = ByteBuffer.allocate(
                        4 * labels.stream().mapToInt(l -> l.length).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        labels.forEach(l -> {
            for (int label : l) {
                classes.putInt(label);
            }
        });
        Files.write(directory.resolve("labels.bin"), classes.array());
    }

    private static byte[] bytes(List<float[]> arrays) {
        ByteBuffer buffer = ByteBuffer.allocate(
                        4 * arrays.stream().mapToInt(a -> a.length).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        arrays.forEach(a -> {
            for (float v : a) {
                buffer.putFloat(v);
            }
        });
        return buffer.array();
    }

    /**
     * Reads the files.
     *
     * @param task the task that they were drawn for
     * @param directory where they are
     * @return the data
     * @throws IOException when they cannot be read
     */
    public static TaskData read(Task task, Path directory) throws IOException {
        List<float[]> weights = new ArrayList<>();
        ByteBuffer buffer = buffer(directory, "weights.bin");
        for (Parameter parameter : task.workload().build(task).parameters()) {
            weights.add(floats(buffer, parameter.shape().size()));
        }
        List<float[]> x = new ArrayList<>();
        List<int[]> labels = new ArrayList<>();
        ByteBuffer samples = buffer(directory, "x.bin");
        ByteBuffer classes = buffer(directory, "labels.bin");
        for (int batch = 0; batch < Task.BATCHES; batch++) {
            x.add(floats(samples, task.batch() * task.workload().sampleSize()));
            int[] chosen = new int[task.batch()];
            classes.asIntBuffer().get(chosen);
            classes.position(classes.position() + 4 * chosen.length);
            labels.add(chosen);
        }
        return new TaskData(weights, x, labels);
    }

    private static ByteBuffer buffer(Path directory, String file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(directory.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] floats(ByteBuffer buffer, int n) {
        float[] values = new float[n];
        buffer.asFloatBuffer().get(values);
        buffer.position(buffer.position() + 4 * n);
        return values;
    }
}
