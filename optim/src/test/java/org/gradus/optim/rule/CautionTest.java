package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cautious decay, rule by rule: it takes off just what plain decay does, but only where the update has the weight's sign. */
class CautionTest {
    private static final double RATE = 0x1p-6;
    private static final double LAMBDA = 0.5;
    private static final float[] START = {1f, -1f, 1f, -1f, 0.5f, -0.5f};
    private static final float[] GRADIENT = {1f, 1f, -1f, -1f, 0f, 0f};

    /** A rule whose update does not depend on the weights: without decay, with plain and with cautious decay. */
    record Trio(UpdateRule without, UpdateRule withoutButCautious, UpdateRule plain, UpdateRule cautious) {
        static <R extends UpdateRule> Trio of(
                R rule, BiFunction<R, Double, R> withDecay, BiFunction<R, Boolean, R> withCautious) {
            R without = withDecay.apply(rule, 0.0);
            R plain = withDecay.apply(rule, LAMBDA);
            return new Trio(without, withCautious.apply(without, true), plain, withCautious.apply(plain, true));
        }

        @Override
        public String toString() {
            return plain.getClass().getSimpleName();
        }
    }

    static Stream<Trio> rules() {
        return Stream.of(
                Trio.of(Lion.defaults(), Lion::withWeightDecay, Lion::withCautious),
                Trio.of(AdaBelief.defaults(), AdaBelief::withWeightDecay, AdaBelief::withCautious),
                Trio.of(Yogi.paper(), Yogi::withWeightDecay, Yogi::withCautious),
                Trio.of(Adopt.defaults(), Adopt::withWeightDecay, Adopt::withCautious),
                Trio.of(Adan.defaults().withProximal(false), Adan::withWeightDecay, Adan::withCautious),
                Trio.of(AdEmaMix.defaults(), AdEmaMix::withWeightDecay, AdEmaMix::withCautious),
                Trio.of(Lamb.defaults().withMaxRatio(0.5), Lamb::withWeightDecay, Lamb::withCautious),
                Trio.of(
                        Adafactor.defaults().withRelative(false, false),
                        Adafactor::withWeightDecay,
                        Adafactor::withCautious),
                Trio.of(Sophia.defaults(), Sophia::withWeightDecay, Sophia::withCautious));
    }

    /** After two steps, as the first gradient of ADOPT moves nothing. */
    private static float[] moved(UpdateRule rule) {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.of(START).reshape(2, 3));
        Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(RATE));
        for (int step = 0; step < 2; step++) {
            optimizer.step(again -> Weights.loss(w, GRADIENT));
        }
        return w.value().toArray();
    }

    /** Decay and update round one after the other: in two steps at most twice half a unit more than in one subtraction. */
    @ParameterizedTest
    @MethodSource("rules")
    void sparesWeightsThatTheUpdateMakesLarger(Trio rules) {
        float[] without = moved(rules.without());
        float[] plain = moved(rules.plain());
        float[] cautious = moved(rules.cautious());
        for (int i = 0; i < START.length; i++) {
            boolean opposed = GRADIENT[i] * START[i] < 0;
            assertThat(cautious[i])
                    .as("weight %s, gradient %s", START[i], GRADIENT[i])
                    .isCloseTo(opposed ? without[i] : plain[i], within(Math.ulp(START[i])));
            assertThat(Math.abs(plain[i])).isLessThan(Math.abs(without[i]) - 0x1p-10f);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void withoutDecayItDoesNothing(Trio rules) {
        assertThat(moved(rules.withoutButCautious())).isEqualTo(moved(rules.without()));
    }
}
