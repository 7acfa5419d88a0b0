package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.gradus.core.Autograd;
import org.gradus.core.Gradients;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.DynamicNode;

/**
 * What every op must satisfy, for every set of shapes of its row and several seeds.
 *
 * <ul>
 *   <li>Its value is that of the oracle, to the tolerance that {@link Accuracy} derives.
 *   <li>Its gradient, fused or composite, is the numeric derivative of the oracle, and so is its second derivative.
 *   <li>NaN and infinity come out where the oracle has them, and only there.
 *   <li>It gives the same bits whether it is recorded or not, and leaves its inputs as they were.
 *   <li>It refuses what its row says it refuses, with the message that the row states.
 * </ul>
 */
public final class OpContract {
    private static final long SEEDS = 2;
    private static final int GRADIENT_LIMIT = 64;
    private static final int SECOND_LIMIT = 24;
    private static final float[] SPECIALS = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

    private OpContract() {}

    /**
     * The tests of some rows.
     *
     * @param rows the rows
     * @return one container for each row
     */
    public static Stream<DynamicNode> tests(List<OpCase> rows) {
        return rows.stream().map(OpContract::tests);
    }

    private static DynamicNode tests(OpCase row) {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(dynamicTest("value", () -> everywhere(row, OpContract::value)));
        tests.add(dynamicTest("recording", () -> everywhere(row, OpContract::recording)));
        if (row.differentiable()) {
            tests.add(dynamicTest("gradient", () -> everywhere(row, OpContract::gradient)));
            tests.add(dynamicTest("second derivative", () -> everywhere(row, OpContract::second)));
        }
        if (row.specials()) {
            tests.add(dynamicTest("NaN and infinity", () -> everywhere(row, OpContract::specials)));
        }
        if (!row.rejections().isEmpty()) {
            tests.add(dynamicTest("rejections", () -> row.rejections().forEach(r -> rejection(row, r))));
        }
        return dynamicContainer(row.name(), tests);
    }

    private static void everywhere(OpCase row, BiConsumer<OpCase, OpInputs> test) {
        assertThat(row.shapes()).as("shapes of row " + row.name()).isNotEmpty();
        for (String set : row.shapes()) {
            for (long seed = 1; seed <= SEEDS; seed++) {
                try {
                    test.accept(row, OpInputs.draw(row, set, seed));
                } catch (AssertionError | RuntimeException failure) {
                    throw new AssertionError(
                            row.name() + " on " + set + ", seed " + seed + ": " + failure.getMessage(), failure);
                }
            }
        }
    }

    private static void value(OpCase row, OpInputs inputs) {
        Tensor actual = row.op().apply(inputs.tensors(false));
        DoubleTensor expected = inputs.expected();
        assertThat(actual.shape()).as("shape").isEqualTo(expected.shape());
        if (row.exact()) {
            for (int i = 0; i < expected.size(); i++) {
                same("element " + i, actual.data()[i], (float) expected.data()[i]);
            }
        } else {
            within("value", actual.data(), new Accuracy(row, inputs).value());
        }
    }

    private static void recording(OpCase row, OpInputs inputs) {
        List<Tensor> leaves = inputs.tensors(true);
        Tensor recorded = row.op().apply(leaves);
        Tensor plain = Autograd.noGradient(() -> row.op().apply(leaves));
        if (leaves.stream().noneMatch(leaf -> leaf == plain)) {
            assertThat(plain.needsGradient()).as("recorded under noGradient").isFalse();
        }
        assertThat(plain.data()).as("unrecorded against recorded").isEqualTo(recorded.data());
        if (!row.differentiable()) {
            assertThat(recorded.needsGradient()).as("depends on a leaf").isFalse();
        } else if (recorded.needsGradient()) {
            recorded.backward(Tensor.full(recorded.shape(), 1f), false);
        }
        assertThat(OpInputs.flatten(leaves)).as("inputs afterwards").isEqualTo(inputs.values);
    }

    private static void gradient(OpCase row, OpInputs inputs) {
        if (inputs.values.length > GRADIENT_LIMIT) {
            return;
        }
        float[] v = projection(inputs.expected().size(), 101);
        Accuracy.Bounded expected = new Accuracy(row, inputs).gradient(v);
        for (boolean createGraph : new boolean[] {false, true}) {
            List<Tensor> leaves = inputs.tensors(true);
            Tensor y = row.op().apply(leaves);
            Gradients gradients =
                    anchored(project(y, Tensor.of(y.shape(), v)), leaves).backward(createGraph);
            within(createGraph ? "gradient under createGraph" : "gradient", flatten(gradients, leaves), expected);
        }
    }

    private static void second(OpCase row, OpInputs inputs) {
        if (inputs.values.length > SECOND_LIMIT) {
            return;
        }
        float[] v = projection(inputs.expected().size(), 102);
        float[] w = projection(inputs.values.length, 103);
        List<Tensor> leaves = inputs.tensors(true);
        Tensor y = row.op().apply(leaves);
        Tensor seed = Tensor.of(y.shape(), v).requiresGradient();
        Gradients first = anchored(project(y, seed), leaves).backward(true);
        List<Tensor> weights = inputs.with(w).tensors(false);
        Tensor slope = Tensor.scalar(0f);
        for (int i = 0; i < leaves.size(); i++) {
            slope = slope.add(project(first.of(leaves.get(i)), weights.get(i)));
        }
        List<Tensor> all = new ArrayList<>(leaves);
        all.add(seed);
        Gradients second = anchored(slope, all).backward();
        Accuracy accuracy = new Accuracy(row, inputs);
        within("second derivative", flatten(second, leaves), accuracy.second(v, w));
        within("derivative of the gradient by its seed", second.of(seed).data(), accuracy.tangent(w));
    }

    private static Tensor project(Tensor y, Tensor v) {
        return y.mul(v).sum();
    }

    /** Makes a scalar depend on all leaves, so that those which it ignores have a gradient, of zeros. */
    private static Tensor anchored(Tensor scalar, List<Tensor> leaves) {
        Tensor sum = scalar;
        for (Tensor leaf : leaves) {
            sum = sum.add(leaf.mul(Tensor.scalar(0f)).sum());
        }
        return sum;
    }

    private static float[] flatten(Gradients gradients, List<Tensor> leaves) {
        return OpInputs.flatten(leaves.stream().map(gradients::of).toList());
    }

    /** Weights of both signs, none near zero. */
    private static float[] projection(int size, long seed) {
        double[] fractions = OpInputs.spread(size, new Random(seed));
        float[] weights = new float[size];
        for (int i = 0; i < size; i++) {
            weights[i] = (float) (fractions[i] < 0.5 ? -0.5 - fractions[i] : fractions[i]);
        }
        return weights;
    }

    private static void specials(OpCase row, OpInputs inputs) {
        int size = inputs.values.length;
        if (size > GRADIENT_LIMIT) {
            return;
        }
        for (float special : SPECIALS) {
            for (int position = 0; position <= size; position++) {
                float[] values = inputs.values.clone();
                for (int i = 0; i < size; i++) {
                    values[i] = position == size || position == i ? special : values[i];
                }
                OpInputs changed = inputs.with(values);
                String where = special + (position == size ? " everywhere" : " at input element " + position);
                float[] actual = row.op().apply(changed.tensors(false)).data();
                double[] expected = changed.expected().data();
                for (int i = 0; i < expected.length; i++) {
                    sameClass(where + ", result element " + i, actual[i], (float) expected[i]);
                }
            }
        }
    }

    private static void sameClass(String where, float actual, float expected) {
        if (Float.isFinite(expected)) {
            assertThat(Float.isFinite(actual))
                    .as(where + ": " + actual + " for " + expected)
                    .isTrue();
        } else {
            same(where, actual, expected);
        }
    }

    private static void same(String where, float actual, float expected) {
        if (Float.compare(actual, expected) != 0) {
            throw new AssertionError(where + " is " + actual + ", expected " + expected);
        }
    }

    private static void rejection(OpCase row, OpCase.Rejection rejection) {
        List<Tensor> inputs = OpInputs.draw(row, rejection.shapes(), 1).tensors(false);
        assertThatThrownBy(() -> row.op().apply(inputs))
                .as(row.name() + " on " + rejection.shapes())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rejection.message());
    }

    private static void within(String what, float[] actual, Accuracy.Bounded bounded) {
        DoubleTensor expected = new DoubleTensor(new int[] {actual.length}, bounded.expected());
        TensorAssert.assertThat(Tensor.of(actual)).as(what).isWithin(expected, bounded.tolerance());
    }
}
