package org.gradus.optim.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Weights;
import org.junit.jupiter.api.Test;

class ParameterVectorTest {
    private static final Workers ONE = Workers.of(1);
    private final Weights model = Weights.of("a", 1f, 2f);
    private final Parameter a = model.get("a");
    private final Parameter b = model.add("b", Tensor.of(3f));

    private static ParameterVector.Entry entry(Parameter parameter, float... values) {
        return new ParameterVector.Entry(parameter, Tensor.of(values));
    }

    @Test
    void findsAParameterByIdentityAndNotByPath() {
        ParameterVector vector = ParameterVector.of(ONE, List.of(entry(b, 5f), entry(a, 3f, 4f)));
        assertThat(vector.find(a).orElseThrow().toArray()).containsExactly(3f, 4f);
        assertThat(vector.times(2).find(b).orElseThrow().toArray()).containsExactly(10f);
        assertThat(vector.find(Weights.of("a", 1f, 2f).get("a"))).isEmpty();
        assertThat(ParameterVector.of(ONE, List.of()).find(a)).isEmpty();
    }

    @Test
    void aParameterTwiceThrows() {
        assertThatThrownBy(() -> ParameterVector.of(ONE, List.of(entry(a, 1f, 1f), entry(b, 2f), entry(a, 3f, 3f))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter vector: 'a' has two tensors; each parameter occurs at most once");
    }

    @Test
    void aTensorOfAnotherShapeThrows() {
        assertThatThrownBy(() -> entry(a, 1f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter vector: the tensor for 'a' has shape [1], the parameter [2]");
    }
}
