package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.gradus.core.backend.BinaryOp;
import org.junit.jupiter.api.Test;

class BroadcastTest {
    /** Every pair of shapes that broadcasts to a random one, against a walk over all positions. */
    @Test
    void anyTwoShapes() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int[] dims = random.ints(random.nextInt(6), 0, 4).toArray();
            Tensor a = stretchable(dims, random);
            Tensor b = stretchable(dims, random);
            Shape shape = Shape.broadcast(a.shape(), b.shape(), "test");
            float[] difference = Broadcast.binary(BinaryOp.SUB, a, b, shape);
            float[] left = Broadcast.elements(a, shape);
            assertThat(difference).as("seed " + seed).hasSize(shape.size());
            int[] position = new int[shape.rank()];
            for (int i = 0; i < difference.length; i++) {
                int rest = i;
                for (int axis = position.length - 1; axis >= 0; axis--) {
                    position[axis] = rest % shape.dim(axis);
                    rest /= shape.dim(axis);
                }
                float x = at(a, position);
                String where = "seed " + seed + ": " + a.shape() + " and " + b.shape() + " at " + i;
                assertThat(difference[i]).as(where).isEqualTo(x - at(b, position));
                assertThat(left[i]).as(where).isEqualTo(x);
            }
        }
    }

    /** Some leading axes missing, some extents 1. */
    private static Tensor stretchable(int[] dims, Random random) {
        int missing = random.nextInt(dims.length + 1) / 2;
        int[] own = new int[dims.length - missing];
        for (int axis = 0; axis < own.length; axis++) {
            own[axis] = random.nextInt(3) == 0 ? 1 : dims[axis + missing];
        }
        Shape shape = Shape.of(own);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(1000);
        }
        return Tensor.wrap(shape, values);
    }

    private static float at(Tensor x, int[] position) {
        int skip = position.length - x.rank();
        int[] own = new int[x.rank()];
        for (int axis = 0; axis < own.length; axis++) {
            own[axis] = x.dim(axis) == 1 ? 0 : position[axis + skip];
        }
        return x.at(own);
    }
}
