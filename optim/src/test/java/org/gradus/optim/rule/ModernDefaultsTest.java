package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Defaults and dialects, number by number as papers and frameworks have them; withers change what they say. */
class ModernDefaultsTest {
    private static final double NONE = Double.POSITIVE_INFINITY;

    @Test
    void c20Lion() {
        assertThat(Lion.defaults()).isEqualTo(new Lion(0.9, 0.99, 0, false));
        assertThat(Lion.optax()).isEqualTo(new Lion(0.9, 0.99, 1e-3, false));
        assertThat(Lion.defaults().withBetas(0.5, 0.25).withWeightDecay(2).withCautious(true))
                .isEqualTo(new Lion(0.5, 0.25, 2, true));
    }

    @Test
    void c20AdaBelief() {
        assertThat(AdaBelief.defaults()).isEqualTo(new AdaBelief(0.9, 0.999, 1e-16, 0, false));
        assertThat(AdaBelief.defaults()
                        .withBetas(0.5, 0.25)
                        .withEps(1)
                        .withWeightDecay(2)
                        .withCautious(true))
                .isEqualTo(new AdaBelief(0.5, 0.25, 1, 2, true));
    }

    @Test
    void c20Yogi() {
        assertThat(Yogi.defaults()).isEqualTo(new Yogi(0.9, 0.999, 1e-3, 1e-6, true, 0, false));
        assertThat(Yogi.paper()).isEqualTo(new Yogi(0.9, 0.999, 1e-3, 0, false, 0, false));
        assertThat(Yogi.paper()
                        .withBetas(0.5, 0.25)
                        .withEps(1)
                        .withInitial(3)
                        .withWeightDecay(2)
                        .withCautious(true))
                .isEqualTo(new Yogi(0.5, 0.25, 1, 3, false, 2, true));
    }

    @Test
    void c20Adan() {
        assertThat(Adan.defaults()).isEqualTo(new Adan(0.98, 0.92, 0.99, 1e-8, 0, true, false));
        assertThat(Adan.defaults()
                        .withBetas(0.5, 0.25, 0.125)
                        .withEps(1)
                        .withWeightDecay(2)
                        .withProximal(false)
                        .withCautious(true))
                .isEqualTo(new Adan(0.5, 0.25, 0.125, 1, 2, false, true));
    }

    @Test
    void c20AdEmaMix() {
        assertThat(AdEmaMix.defaults()).isEqualTo(new AdEmaMix(0.9, 0.999, 0.9999, 2, 0, 1e-8, 0, false));
        assertThat(AdEmaMix.optax()).isEqualTo(new AdEmaMix(0.9, 0.999, 0.9999, 5, 0, 1e-8, 0, false));
        assertThat(AdEmaMix.paper(70)).isEqualTo(new AdEmaMix(0.9, 0.999, 0.9999, 8, 70, 1e-8, 0.1, false));
        assertThat(AdEmaMix.defaults()
                        .withBetas(0.5, 0.25, 0.125)
                        .withAlpha(4)
                        .withWarmUp(3)
                        .withEps(1)
                        .withWeightDecay(2)
                        .withCautious(true))
                .isEqualTo(new AdEmaMix(0.5, 0.25, 0.125, 4, 3, 1, 2, true));
    }

    @Test
    void c20Adopt() {
        assertThat(Adopt.defaults()).isEqualTo(new Adopt(0.9, 0.9999, 1e-6, true, 0, false));
        assertThat(Adopt.defaults()
                        .withBetas(0.5, 0.25)
                        .withEps(1)
                        .withClipped(false)
                        .withWeightDecay(2)
                        .withCautious(true))
                .isEqualTo(new Adopt(0.5, 0.25, 1, false, 2, true));
    }

    @Test
    void c20Sophia() {
        assertThat(Sophia.defaults()).isEqualTo(new Sophia(0.96, 0.99, 0.01, 1e-12, 10, 0, 0.2, false));
        assertThat(Sophia.defaults()
                        .withBetas(0.5, 0.25)
                        .withGamma(3)
                        .withEps(1)
                        .withEvery(7)
                        .withSeed(-5)
                        .withWeightDecay(2)
                        .withCautious(true))
                .isEqualTo(new Sophia(0.5, 0.25, 3, 1, 7, -5, 2, true));
    }

    @Test
    void c20Ftrl() {
        assertThat(Ftrl.defaults()).isEqualTo(new Ftrl(1, 0, 0, 0));
        assertThat(Ftrl.keras()).isEqualTo(new Ftrl(0, 0.1, 0, 0));
        assertThat(Ftrl.defaults().withInitial(3).withBeta(2).withL1(4).withL2(5))
                .isEqualTo(new Ftrl(2, 3, 4, 5));
    }

    @Test
    void c20Lamb() {
        assertThat(Lamb.defaults()).isEqualTo(new Lamb(0.9, 0.999, 1e-6, true, NONE, false, 0.01, false));
        assertThat(Lamb.paper()).isEqualTo(new Lamb(0.9, 0.999, 1e-6, true, NONE, true, 0.01, false));
        assertThat(Lamb.optax()).isEqualTo(new Lamb(0.9, 0.999, 1e-6, true, NONE, true, 0, false));
        assertThat(Lamb.keras()).isEqualTo(new Lamb(0.9, 0.999, 1e-7, true, NONE, true, 0, false));
        assertThat(Lamb.paper()
                        .withBetas(0.5, 0.25)
                        .withEps(1)
                        .withCorrected(false)
                        .withMaxRatio(3)
                        .withAdaptAll(false)
                        .withWeightDecay(2)
                        .withCautious(true))
                .isEqualTo(new Lamb(0.5, 0.25, 1, false, 3, false, 2, true));
    }

    @Test
    void c20Lars() {
        assertThat(Lars.defaults()).isEqualTo(new Lars(0.9, 0.001, 0, false, false, 5e-4));
        assertThat(Lars.paper()).isEqualTo(new Lars(0.9, 0.001, 0, false, true, 5e-4));
        assertThat(Lars.optax()).isEqualTo(new Lars(0.9, 0.001, 0, true, true, 0));
        assertThat(Lars.defaults()
                        .withMomentum(0.5)
                        .withTrust(3)
                        .withEps(1)
                        .withJointNorm(true)
                        .withAdaptAll(true)
                        .withL2(2))
                .isEqualTo(new Lars(0.5, 3, 1, true, true, 2));
    }

    @Test
    void c20Adafactor() {
        assertThat(Adafactor.defaults())
                .isEqualTo(new Adafactor(0.8, Math.ulp(1f), false, 1e-3, 1, true, true, 0, false));
        assertThat(Adafactor.paper()).isEqualTo(new Adafactor(0.8, 1e-30, true, 1e-3, 1, true, true, 0, false));
        assertThat(Adafactor.paper()
                        .withExponent(0.5)
                        .withEps(1, 3)
                        .withClip(4)
                        .withRelative(false, true)
                        .withWeightDecay(2)
                        .withCautious(true))
                .isEqualTo(new Adafactor(0.5, 1, true, 3, 4, false, true, 2, true));
        assertThat(Adafactor.defaults().withRelative(true, false))
                .isEqualTo(new Adafactor(0.8, Math.ulp(1f), false, 1e-3, 1, true, false, 0, false));
    }
}
