package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.gradus.core.Buffer;
import org.gradus.core.GradCheck;
import org.gradus.core.Gradients;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.function.Executable;

/**
 * What every layer from one tensor to one tensor must satisfy.
 *
 * <ul>
 *   <li>Each field that is a parameter, buffer or layer, or holds some, is registered.
 *   <li>{@code state()} and {@code load()} are inverse; {@code load} names every difference and then changes nothing.
 *   <li>{@code predict} records nothing, changes nothing and gives the same bits on eight threads at once.
 *   <li>Two forward passes with the same key give the same bits.
 *   <li>Every parameter has a gradient, and that and the gradient of the input agree with numeric ones.
 *   <li>The first values are a function of the seed and the path: another layer beside it does not change them.
 * </ul>
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> linear() {
 *     return Stream.of(LayerContract.tests("linear", () -> new Linear(3, 4), 2, 3));
 * }
 * }</pre>
 */
public final class LayerContract {
    private static final int THREADS = 8;
    private static final double STEP = 0x1p-8;

    private final Supplier<? extends TensorLayer> factory;
    private final Tensor input;

    private LayerContract(Supplier<? extends TensorLayer> factory, Tensor input) {
        this.factory = factory;
        this.input = input;
    }

    /**
     * The tests of one kind of layer.
     *
     * @param name a name for the report
     * @param factory makes a new layer, always the same; its elements are few, because each is moved for the numeric gradient
     * @param dims the extents of an input
     * @return a container of tests
     */
    public static DynamicNode tests(String name, Supplier<? extends TensorLayer> factory, int... dims) {
        LayerContract contract = new LayerContract(factory, input(Shape.of(dims)));
        Map<String, Executable> tests = new LinkedHashMap<>();
        tests.put("every field is registered", contract::registered);
        tests.put("state round trip", contract::roundTrip);
        tests.put("load names every difference", contract::strictLoad);
        tests.put("predict", contract::predict);
        tests.put("predict on eight threads", contract::threads);
        tests.put("same key, same bits", contract::repeatable);
        tests.put("gradients", contract::gradients);
        tests.put("initialisation by seed and path", contract::initialisation);
        return dynamicContainer(
                name, tests.entrySet().stream().map(test -> dynamicTest(test.getKey(), test.getValue())));
    }

    /** Numbers of both signs, none near 0, where activations have their kinks. */
    private static Tensor input(Shape shape) {
        double[] fractions = OpInputs.spread(shape.size(), new Random(1));
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            double centred = 2 * fractions[i] - 1;
            values[i] = (float) (Math.signum(centred) * 0.1 + 1.9 * centred);
        }
        return Tensor.wrap(shape, values);
    }

    private TensorLayer layer(long seed) {
        TensorLayer layer = factory.get();
        layer.initialize(seed);
        return layer;
    }

    private static Pass pass() {
        return Pass.training(Rng.of(5), 3).withUpdateStatistics(false);
    }

    private void registered() {
        TensorLayer root = factory.get();
        root.visit(layer -> {
            Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());
            known.addAll(layer.parameters());
            known.addAll(layer.buffers());
            layer.visit(known::add);
            for (Class<?> type = layer.getClass(); type != Layer.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    for (Object part : parts(field, layer)) {
                        assertThat(known.contains(part))
                                .as(
                                        "registered: %s of %s",
                                        field.getName(), layer.getClass().getName())
                                .isTrue();
                    }
                }
            }
        });
    }

    private static List<Object> parts(Field field, Layer layer) {
        field.setAccessible(true);
        List<Object> parts = new ArrayList<>();
        try {
            collect(field.get(layer), parts);
        } catch (IllegalAccessException e) {
            throw new AssertionError("cannot read field " + field, e);
        }
        return parts;
    }

    private static void collect(@Nullable Object value, List<Object> parts) {
        if (value instanceof Parameter || value instanceof Buffer || value instanceof Layer) {
            parts.add(value);
        } else if (value instanceof Iterable<?> several) {
            several.forEach(element -> collect(element, parts));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(element -> collect(element, parts));
        } else if (value instanceof Object[] array) {
            IntStream.range(0, array.length).forEach(i -> collect(Array.get(array, i), parts));
        }
    }

    private void roundTrip() {
        TensorLayer first = layer(1);
        first.forward(input, Pass.training(Rng.of(5), 1));
        TensorLayer second = layer(2);
        second.load(first.state());
        assertThat(second.state().sha256()).isEqualTo(first.state().sha256());
        TensorAssert.assertThat(second.predict(input)).hasBitsOf(first.predict(input));
    }

    private void strictLoad() {
        TensorLayer layer = layer(1);
        String before = layer.state().sha256();
        Map<String, Tensor> changed = new LinkedHashMap<>();
        List<String> expected = new ArrayList<>(List.of("unexpected: stranger"));
        layer.state().tensors().forEach((path, tensor) -> {
            if (changed.size() % 2 == 0) {
                changed.put(path, Tensor.zeros(7, 7, 7, 7));
                expected.add("shape: " + path);
            } else {
                changed.put("renamed-" + path, tensor);
                expected.add("missing: " + path);
                expected.add("unexpected: renamed-" + path);
            }
        });
        changed.put("stranger", Tensor.scalar(1f));
        assertThatThrownBy(() -> layer.load(new State(changed)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(expected.toArray(CharSequence[]::new));
        assertThat(layer.state().sha256()).as("state after a refused load").isEqualTo(before);
    }

    private void predict() {
        TensorLayer layer = layer(1);
        String before = layer.state().sha256();
        float[] values = input.toArray();
        Tensor result = layer.predict(input.requiresGradient());
        assertThat(result.needsGradient()).as("recorded").isFalse();
        assertThat(layer.state().sha256()).as("state after predict").isEqualTo(before);
        assertThat(input.toArray()).as("input after predict").isEqualTo(values);
        TensorAssert.assertThat(layer.forward(input, Pass.inference())).hasBitsOf(result);
    }

    private void threads() throws Exception {
        TensorLayer layer = layer(1);
        Tensor alone = layer.predict(input);
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Tensor>> results = new ArrayList<>();
            for (int i = 0; i < 4 * THREADS; i++) {
                results.add(executor.submit(() -> layer.predict(input)));
            }
            for (Future<Tensor> result : results) {
                TensorAssert.assertThat(result.get()).hasBitsOf(alone);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private void repeatable() {
        TensorLayer layer = layer(1);
        String before = layer.state().sha256();
        Tensor first = layer.forward(input, pass());
        TensorAssert.assertThat(layer.forward(input, pass())).hasBitsOf(first);
        assertThat(layer.state().sha256())
                .as("state without update of statistics")
                .isEqualTo(before);
    }

    private void gradients() {
        TensorLayer layer = layer(1);
        Tensor y = layer.forward(input, pass());
        if (!layer.parameters().isEmpty()) {
            Gradients gradients = y.backward(Tensor.full(y.shape(), 1f), false);
            for (Parameter parameter : layer.parameters()) {
                assertThat(gradients.find(parameter))
                        .as("gradient of " + parameter)
                        .isPresent();
            }
            passed(GradCheck.checkParameters(() -> layer.forward(input, pass()), layer.parameters(), STEP));
        }
        passed(GradCheck.check(in -> layer.forward(in.get(0), pass()), List.of(input), STEP));
    }

    private static void passed(GradCheck.Report report) {
        assertThat(report.passed()).as(report.toString()).isTrue();
    }

    private void initialisation() {
        assertThat(layer(1).state().sha256())
                .as("same seed")
                .isEqualTo(layer(1).state().sha256());
        Pair alone = new Pair(factory.get(), null);
        Pair together = new Pair(factory.get(), factory.get());
        alone.initialize(1);
        together.initialize(1);
        assertThat(together.inner.parameters())
                .as("beside another layer")
                .zipSatisfy(
                        alone.inner.parameters(),
                        (some, same) -> TensorAssert.assertThat(some.value()).hasBitsOf(same.value()));
    }

    private static final class Pair extends Layer {
        private final TensorLayer inner;

        Pair(TensorLayer inner, @Nullable TensorLayer other) {
            if (other != null) {
                child("other", other);
            }
            this.inner = child("inner", inner);
        }
    }
}
