package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link TensorLayer#predict} leaves behind. */
class TensorLayerTest {
    private static final int N = 4 * Scope.SMALLEST;
    private static final Tensor X = Tensor.full(Shape.of(N), 2f);

    /** Squares twice and keeps what it saw between. */
    private static final class Twice extends TensorLayer {
        private final List<Tensor> seen = new ArrayList<>();

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            Tensor once = x.square();
            seen.add(once);
            return once.square();
        }
    }

    private static final class Same extends TensorLayer {
        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return x.reshape(2, N / 2);
        }
    }

    @Test
    void theOutputStaysAndWhatLedToItIsRecycled() {
        Twice layer = new Twice();
        Tensor first = layer.predict(X);
        Tensor second = layer.predict(first);
        assertThat(first.toArray()).containsOnly(16f);
        assertThat(second.toArray()).containsOnly(65536f);
        assertThat(X.toArray()).containsOnly(2f);
        assertThatThrownBy(() -> layer.seen.get(0).data())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the result of 'square' was recycled when its scope closed");
    }

    @Test
    void anInputThatComesBackAsItIsStaysTheCallers() {
        assertThat(new Same().predict(X).toArray()).containsOnly(2f);
        Tensor computed = X.add(1f);
        Tensor same = new Same().predict(computed);
        assertThat(same.toArray()).containsOnly(3f);
        assertThat(computed.toArray()).containsOnly(3f);
    }

    @Test
    void insideAScopeTheOutputBelongsToIt() {
        Tensor inner;
        Tensor kept;
        try (Scope scope = Scope.open()) {
            inner = new Twice().predict(X);
            kept = scope.keep(new Twice().predict(X));
            assertThat(inner.toArray()).containsOnly(16f);
        }
        assertThat(kept.toArray()).containsOnly(16f);
        assertThatThrownBy(inner::data).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsRecorded() {
        assertThat(new Twice().predict(X.requiresGradient()).needsGradient()).isFalse();
    }
}
