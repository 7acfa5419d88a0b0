package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.testkit.TensorAssert.assertThat;

/** Equality of two optimizers' states, bit for bit. */
public final class Same {
    private Same() {}

    public static void bits(OptimizerState is, OptimizerState should) {
        assertThat(is.scalars()).isEqualTo(should.scalars());
        assertThat(is.rules()).isEqualTo(should.rules());
        assertThat(is.tensors().keySet()).isEqualTo(should.tensors().keySet());
        should.tensors()
                .forEach((name, tensor) -> assertThat(is.tensor(name)).as(name).hasBitsOf(tensor));
    }
}
