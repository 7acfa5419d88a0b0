package org.gradus.optim.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Weights;
import org.junit.jupiter.api.Test;

/** On numbers that float holds exactly. */
class HessianTest {
    private final Weights model = new Weights();
    private final Parameter a = model.add("a", Tensor.of(2f, -1f));
    private final Parameter b = model.add("b", Tensor.scalar(3f));
    private final Parameter unused = model.add("unused", Tensor.of(5f));

    /** {@code b·(a₀³ + a₀·a₁)}. */
    private Tensor loss() {
        Tensor first = a.value().slice(0, 0, 1);
        Tensor second = a.value().slice(0, 1, 2);
        return first.square().mul(first).add(first.mul(second)).sum().mul(b.value());
    }

    private static ParameterVector direction(ParameterVector.Entry... entries) {
        return ParameterVector.of(Workers.shared(), List.of(entries));
    }

    private static ParameterVector.Entry entry(Parameter parameter, Tensor tensor) {
        return new ParameterVector.Entry(parameter, tensor);
    }

    @Test
    void multipliesAnyNumberOfVectorsAfterOneEvaluation() {
        List<Boolean> evaluations = new ArrayList<>();
        Hessian hessian = Hessian.of(again -> {
            evaluations.add(again);
            return loss();
        });
        // rows of H over (a0, a1, b): (6·a0·b, b, 3·a0² + a1), (b, 0, a0), (3·a0² + a1, a0, 0)
        ParameterVector first = hessian.times(direction(entry(a, Tensor.of(1f, 0f)), entry(b, Tensor.scalar(0f))));
        assertThat(first.find(a).orElseThrow().toArray()).containsExactly(36f, 3f);
        assertThat(first.find(b).orElseThrow().item()).isEqualTo(11f);
        ParameterVector second = hessian.times(direction(entry(a, Tensor.of(0f, 1f)), entry(b, Tensor.scalar(-2f))));
        assertThat(second.find(a).orElseThrow().toArray()).containsExactly(3f - 22f, -4f);
        assertThat(second.find(b).orElseThrow().item()).isEqualTo(2f);
        assertThat(evaluations).containsExactly(true);
    }

    @Test
    void isTheBlockOfTheDirectionsParameters() {
        ParameterVector product = Hessian.of(again -> loss()).times(direction(entry(a, Tensor.of(1f, 1f))));
        assertThat(product.entries()).hasSize(1);
        assertThat(product.find(a).orElseThrow().toArray()).containsExactly(39f, 3f);
    }

    @Test
    void hasZerosForWhatTheLossDoesNotDependOnAndForALinearLoss() {
        Hessian hessian = Hessian.of(again -> loss());
        assertThat(hessian.times(direction(entry(unused, Tensor.of(1f))))
                        .find(unused)
                        .orElseThrow()
                        .toArray())
                .containsExactly(0f);
        Hessian flat = Hessian.of(again -> b.value().mul(4f));
        assertThat(flat.times(direction(entry(b, Tensor.scalar(1f))))
                        .find(b)
                        .orElseThrow()
                        .item())
                .isZero();
    }

    @Test
    void throwsAfterAWeightHasChanged() {
        Hessian hessian = Hessian.of(again -> loss());
        b.update()[0] = 4f;
        assertThatThrownBy(() -> hessian.times(direction(entry(a, Tensor.of(1f, 1f)))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("parameter 'b'");
    }
}
