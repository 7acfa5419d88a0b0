package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final int N = 4 * Scope.SMALLEST;

    private static Tensor numbers(int seed) {
        return Tensor.wrap(Shape.of(N), Rng.of(seed).normal(N));
    }

    @Test
    void aResultIsRecycledWhenItsScopeCloses() {
        Tensor x = numbers(1);
        Tensor y;
        Tensor view;
        float[] seen;
        try (Scope scope = Scope.open()) {
            y = x.exp();
            view = y.reshape(4, N / 4);
            seen = y.toArray();
            assertThat(scope.keep(x)).isSameAs(x);
        }
        String message =
                "the result of 'exp' was recycled when its scope closed; read it inside the scope (item, toArray),"
                        + " or take it out by Scope.keep";
        for (Supplier<Object> use :
                List.<Supplier<Object>>of(y::toArray, y::data, () -> y.add(1f), view::neg, y::toString)) {
            assertThatThrownBy(use::get)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(message);
        }
        assertThat(x.exp().toArray()).isEqualTo(seen);
    }

    @Test
    void theNextScopeUsesTheSameArrays() {
        Tensor x = numbers(1);
        float[] first = Scope.run(() -> x.neg().data());
        float[] second = Scope.run(() -> x.exp().data());
        float[] outside = x.neg().data();
        assertThat(second).isSameAs(first);
        assertThat(outside).isNotSameAs(first);
        assertThat(outside[0]).isEqualTo(-x.data()[0]);
    }

    @Test
    void smallResultsAndWhatTheUserMadeLiveOn() {
        Tensor small;
        Tensor wrapped;
        Tensor made;
        try (Scope scope = Scope.open()) {
            assertThat(scope).isNotNull();
            small = Tensor.ones(Scope.SMALLEST - 1).neg();
            wrapped = numbers(3);
            made = Tensor.full(Shape.of(N), 2f);
        }
        assertThat(small.toArray()).containsOnly(-1f);
        assertThat(wrapped.toArray()).isEqualTo(numbers(3).toArray());
        assertThat(made.toArray()).containsOnly(2f);
    }

    @Test
    void whatIsKeptOutlivesTheScopeAsAConstant() {
        Tensor x = numbers(1).requiresGradient();
        Tensor kept;
        Tensor sibling;
        try (Scope scope = Scope.open()) {
            Tensor y = x.exp();
            sibling = y.reshape(2, N / 2);
            kept = scope.keep(y);
        }
        Scope.run(() -> numbers(9).tanh().add(1f).toArray());
        assertThat(kept.needsGradient()).isFalse();
        assertThat(kept.toArray()).isEqualTo(x.exp().toArray());
        assertThat(sibling.toArray()).isEqualTo(kept.toArray());
        assertThat(Scope.run(() -> x.detach().exp()).toArray()).isEqualTo(kept.toArray());
    }

    @Test
    void anArrayOfATensorThatIsWrappedAgainGoesStaleWithIt() {
        Tensor again = null;
        try (Scope scope = Scope.open()) {
            assertThat(scope).isNotNull();
            Tensor y = numbers(1).exp();
            again = Tensor.wrap(y.shape(), y.data());
            assertThat(again.toArray()).isEqualTo(y.toArray());
        }
        assertThatThrownBy(again::toArray).hasMessageContaining("'exp' was recycled");
    }

    @Test
    void anInnerScopeTakesBackOnlyItsOwn() {
        Tensor outerResult;
        Tensor inner;
        Tensor movedOut;
        Tensor keptByOuter;
        try (Scope outer = Scope.open()) {
            outerResult = numbers(1).exp();
            try (Scope nested = Scope.open()) {
                inner = numbers(2).exp();
                movedOut = nested.keep(numbers(3).exp());
                keptByOuter = outer.keep(numbers(4).exp());
                assertThat(nested.keep(outerResult)).isSameAs(outerResult);
            }
            assertThatThrownBy(inner::toArray).hasMessageContaining("recycled");
            assertThat(numbers(5).exp().toArray()).isEqualTo(numbers(5).exp().toArray());
            assertThat(outerResult.toArray()).isEqualTo(numbers(1).exp().toArray());
            assertThat(movedOut.toArray()).isEqualTo(numbers(3).exp().toArray());
        }
        assertThatThrownBy(outerResult::toArray).hasMessageContaining("recycled");
        assertThatThrownBy(movedOut::toArray).hasMessageContaining("recycled");
        assertThat(keptByOuter.toArray()).isEqualTo(numbers(4).exp().toArray());
    }

    @Test
    void scopesCloseInTheirOrderOnTheirThread() throws InterruptedException {
        Scope outer = Scope.open();
        Scope inner = Scope.open();
        assertThatThrownBy(outer::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("scope: a scope inside this one is still open; close that first");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread other = new Thread(() -> {
            try {
                inner.close();
            } catch (IllegalStateException e) {
                thrown.set(e);
            }
        });
        other.start();
        other.join();
        assertThat(thrown.get()).hasMessage("scope: it was opened by another thread; close it there");
        inner.close();
        inner.close();
        outer.close();
        assertThatThrownBy(() -> outer.keep(numbers(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("scope: it is closed, and its tensors are recycled; call keep before");
        Scope.open().close();
    }

    @Test
    void anExceptionClosesTheScope() {
        List<Tensor> made = new ArrayList<>();
        assertThatThrownBy(() -> Scope.run(() -> {
                    made.add(numbers(1).exp());
                    return Scope.run(() -> {
                        made.add(numbers(2).exp());
                        throw new IllegalArgumentException("on purpose");
                    });
                }))
                .hasMessage("on purpose");
        assertThat(made).allSatisfy(t -> assertThatThrownBy(t::data).hasMessageContaining("recycled"));
        assertThat(Tape.state().scope).isNull();
    }

    @Test
    void backwardBelongsIntoTheScope() {
        Tensor x = numbers(1).requiresGradient();
        Tensor loss;
        Gradients gradients;
        float[] inside;
        try (Scope scope = Scope.open()) {
            loss = scope.keep(x.exp().sum());
            Tensor recorded = x.exp().sum();
            gradients = recorded.backward();
            inside = gradients.of(x).toArray();
            loss = recorded;
        }
        Tensor dead = loss;
        assertThat(dead.item()).isEqualTo(x.exp().sum().item());
        assertThatThrownBy(dead::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "backward: op 'sum' ran in a scope that is closed, and what its gradient needs was recycled;"
                                + " call backward() inside the scope");
        assertThatThrownBy(() -> dead.mul(2f).backward()).hasMessageContaining("call backward() inside the scope");
        assertThatThrownBy(() -> gradients.of(x).data()).hasMessageContaining("recycled");
        assertThat(inside).isEqualTo(x.exp().toArray());
    }

    @Test
    void gradientsOfHigherOrderHaveTheSameBitsInAScope() {
        Supplier<float[]> twice = () -> {
            Tensor x = numbers(1).requiresGradient();
            Gradients first = x.tanh().mul(x).sum().backward(true);
            return first.of(x).square().sum().backward().of(x).toArray();
        };
        float[] plain = twice.get();
        for (int i = 0; i < 3; i++) {
            assertThat(bits(Scope.run(twice))).isEqualTo(bits(plain));
        }
    }

    @Test
    void aBufferKeepsWhatItIsGiven() {
        Holder holder = new Holder();
        float[] expected = numbers(1).exp().toArray();
        Scope.run(() -> {
            holder.mean.assign(numbers(1).exp());
            return numbers(2).exp().toArray();
        });
        Scope.run(() -> numbers(3).exp().toArray());
        assertThat(holder.mean.value().toArray()).isEqualTo(expected);
    }

    private static final class Holder extends Layer {
        private final Buffer mean = buffer("mean", Tensor.zeros(N));
    }

    @Test
    void eightThreadsHaveScopesOfTheirOwn() throws Exception {
        float[] expected = Scope.run(() -> work(7)).clone();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(() -> {
                    for (int round = 0; round < 200; round++) {
                        float[] result = Scope.run(() -> work(7));
                        if (!Arrays.equals(bits(result), bits(expected))) {
                            throw new IllegalStateException("round " + round + " gave other bits");
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(calls)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static float[] work(int seed) {
        Tensor x = numbers(seed).reshape(N / 32, 32).requiresGradient();
        Tensor loss = x.matmul(x, true, false).tanh().softmax(1).square().sum();
        return loss.backward().of(x).toArray();
    }

    @Test
    void arraysThatAreNotAskedForAreGivenUp() {
        float[] first = Scope.run(() -> numbers(1).neg().data());
        for (int i = 0; i < 40; i++) {
            Scope.run(() -> Tensor.ones(2 * N).neg().data());
        }
        float[] later = Scope.run(() -> numbers(1).neg().data());
        assertThat(later).isNotSameAs(first);
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
        return bits;
    }
}
