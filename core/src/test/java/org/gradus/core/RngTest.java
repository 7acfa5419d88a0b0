package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Distributions are tested with fixed seeds; bounds are those that a right generator misses once in a million. */
class RngTest {
    private static final int N = 100_000;
    private static final double FIVE_SIGMA = 5;
    private static final Rng RNG = Rng.of(2024);

    @Test
    void uniformPassesChiSquareAndKolmogorovSmirnov() {
        float[] u = RNG.at("uniform").uniform(N);
        assertThat(chiSquare(u, 256)).isLessThan(chiSquareBound(255));
        assertThat(kolmogorovSmirnov(u, x -> x)).isLessThan(kolmogorovBound());
    }

    @Test
    void normalPassesKolmogorovSmirnovAndMoments() {
        float[] z = RNG.at("normal").normal(N);
        assertThat(kolmogorovSmirnov(z, RngTest::normalCdf)).isLessThan(kolmogorovBound());
        assertThat(moment(z, 1)).isCloseTo(0, within(FIVE_SIGMA / Math.sqrt(N)));
        assertThat(moment(z, 2)).isCloseTo(1, within(FIVE_SIGMA * Math.sqrt(2.0 / N)));
        assertThat(moment(z, 3)).isCloseTo(0, within(FIVE_SIGMA * Math.sqrt(15.0 / N)));
        assertThat(moment(z, 4)).isCloseTo(3, within(FIVE_SIGMA * Math.sqrt(96.0 / N)));
    }

    @Test
    void pairsOfTheSameBlockAreUncorrelated() {
        float[] z = RNG.at("pairs").normal(N);
        double cosSin = 0;
        double neighbours = 0;
        for (int i = 0; i + 32 < N; i++) {
            cosSin += z[i] * z[i + 32];
            neighbours += z[i] * z[i + 1];
        }
        assertThat(cosSin / N).isCloseTo(0, within(FIVE_SIGMA / Math.sqrt(N)));
        assertThat(neighbours / N).isCloseTo(0, within(FIVE_SIGMA / Math.sqrt(N)));
    }

    @Test
    void truncatedNormalIsTheNormalWithinTwo() {
        float[] z = RNG.at("truncated").truncatedNormal(N);
        double tail = normalCdf(-2);
        double body = 1 - 2 * tail;
        assertThat(kolmogorovSmirnov(z, x -> (normalCdf(x) - tail) / body)).isLessThan(kolmogorovBound());
        assertThat(Math.sqrt(moment(z, 2))).isCloseTo(0.87962566, within(FIVE_SIGMA * 0.6 / Math.sqrt(N)));
        float[] sorted = z.clone();
        Arrays.sort(sorted);
        assertThat(sorted[0]).isBetween(-2f, -1.99f);
        assertThat(sorted[N - 1]).isBetween(1.99f, 2f);
        assertThat(RNG.at("truncated").truncatedNormal(1000)).isEqualTo(Arrays.copyOf(z, 1000));
        float[] plain = RNG.at("truncated").normal(N);
        int redrawn = 0;
        for (int i = 0; i < N; i++) {
            redrawn += z[i] == plain[i] ? 0 : 1;
        }
        assertThat((double) redrawn / N).isCloseTo(2 * tail, within(FIVE_SIGMA * Math.sqrt(2 * tail / N)));
    }

    @Test
    void bernoulliAndMaskHitTheirProbability() {
        for (double p : new double[] {0.01, 0.5, 0.9}) {
            double sigma = Math.sqrt(p * (1 - p) / N);
            assertThat(moment(RNG.bernoulli(N, p), 1)).isCloseTo(p, within(FIVE_SIGMA * sigma));
            float[] mask = RNG.mask(N, p, 4f);
            assertThat(moment(mask, 1)).isCloseTo(4 * p, within(4 * FIVE_SIGMA * sigma));
            int kept = 0;
            int dropped = 0;
            for (float m : mask) {
                kept += m == 4f ? 1 : 0;
                dropped += m == 0f ? 1 : 0;
            }
            assertThat(kept + dropped).isEqualTo(N);
        }
        assertThat(RNG.bernoulli(500, 0)).containsOnly(0f);
        assertThat(RNG.bernoulli(500, 1)).containsOnly(1f);
    }

    @Test
    void permutationsOfFourAreEquallyFrequent() {
        int draws = 24_000;
        int[] counts = new int[256];
        for (int i = 0; i < draws; i++) {
            int[] p = RNG.at(i).permutation(4);
            counts[p[0] * 64 + p[1] * 16 + p[2] * 4 + p[3]]++;
        }
        int[] seen = Arrays.stream(counts).filter(c -> c > 0).toArray();
        assertThat(seen).hasSize(24);
        double chi = Arrays.stream(seen)
                .mapToDouble(c -> (c - 1000.0) * (c - 1000.0) / 1000.0)
                .sum();
        assertThat(chi).isLessThan(chiSquareBound(23));
    }

    @Test
    void permutationHoldsEveryNumberOnce() {
        for (int n : new int[] {0, 1, 2, 3, 127, 10_000}) {
            int[] p = RNG.permutation(n);
            Arrays.sort(p);
            for (int i = 0; i < n; i++) {
                assertThat(p[i]).isEqualTo(i);
            }
        }
    }

    /** Without rejection a bound of 3/8·2³² would give every multiple of 3 half as often again as the others. */
    @Test
    void belowIsUnbiased() {
        int bound = 3 << 29;
        int low = 0;
        int outside = 0;
        for (int i = 0; i < 30_000; i++) {
            int v = RNG.at("below").at(i).below(bound);
            outside += v < 0 || v >= bound ? 1 : 0;
            if (v % 3 == 0) {
                low++;
            }
        }
        assertThat(outside).isZero();
        assertThat((double) low).isCloseTo(10_000, within(FIVE_SIGMA * Math.sqrt(30_000 * 2 / 9.0)));
        assertThat(RNG.below(1)).isZero();
    }

    @Test
    void singleUniformsAreUniform() {
        float[] u = new float[20_000];
        for (int i = 0; i < u.length; i++) {
            u[i] = (float) RNG.at(i).uniform();
        }
        assertThat(chiSquare(u, 64)).isLessThan(chiSquareBound(63));
    }

    @Test
    void drawsAreFunctionsOfTheKeyAndPrefixesOfLongerOnes() {
        assertThat(Rng.of(5).at("a").at(3).normal(257))
                .isEqualTo(Arrays.copyOf(Rng.of(5).at("a").at(3).normal(999), 257));
        assertThat(Rng.of(5).uniform(130)).isEqualTo(Arrays.copyOf(Rng.of(5).uniform(131), 130));
        assertThat(Rng.of(5)).isEqualTo(new Rng(5, 0, 0, 0));
        assertThat(Rng.of(-1L)).isEqualTo(new Rng(-1, -1, 0, 0));
    }

    @Test
    void differentSeedsPathsAndStepsGiveDifferentKeys() {
        Set<Rng> keys = new HashSet<>();
        int made = 0;
        for (long seed = -20; seed < 20; seed++) {
            Rng rng = Rng.of(seed);
            for (String path : new String[] {
                "", "a", "b", "ab", "ba", "a\0", "Aa", "BB", "ä", "0123456789abcdef", "0123456789abcdefg"
            }) {
                keys.add(rng.at(path));
                made++;
            }
            for (long step : new long[] {0, 1, 2, -1, 1L << 32, Long.MIN_VALUE}) {
                keys.add(rng.at(step));
                made++;
            }
            keys.add(rng.at("a").at("b"));
            keys.add(rng.at("b").at("a"));
            keys.add(rng.at("a").at(1));
            keys.add(rng.at(1).at("a"));
            made += 4;
        }
        assertThat(keys).hasSize(made);
    }

    @Test
    void neighbouringKeysAreIndependent() {
        float[][] draws = {
            RNG.at(0).uniform(N),
            RNG.at(1).uniform(N),
            RNG.at("x").uniform(N),
            RNG.at("y").uniform(N),
            RNG.uniform(N)
        };
        for (int a = 0; a < draws.length; a++) {
            for (int b = 0; b < a; b++) {
                double covariance = 0;
                for (int i = 0; i < N; i++) {
                    covariance += (draws[a][i] - 0.5) * (draws[b][i] - 0.5);
                }
                assertThat(covariance * 12 / N).isCloseTo(0, within(FIVE_SIGMA / Math.sqrt(N)));
            }
        }
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> RNG.normal(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("normal: cannot draw -1 numbers; n is at least 0");
        assertThatThrownBy(() -> RNG.mask(3, Double.NaN, 1f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mask: keep = NaN is no probability; use 0 to 1");
        assertThatThrownBy(() -> RNG.bernoulli(3, 1.5)).hasMessage("bernoulli: p = 1.5 is no probability; use 0 to 1");
        assertThatThrownBy(() -> RNG.below(0))
                .hasMessage("below: bound 0 is not positive; there is no number below it");
    }

    private static double moment(float[] x, int k) {
        double sum = 0;
        for (float v : x) {
            sum += Math.pow(v, k);
        }
        return sum / x.length;
    }

    private static double chiSquare(float[] u, int bins) {
        int[] counts = new int[bins];
        for (float v : u) {
            counts[(int) (v * bins)]++;
        }
        double expected = (double) u.length / bins;
        return Arrays.stream(counts)
                .mapToDouble(c -> (c - expected) * (c - expected) / expected)
                .sum();
    }

    /** Wilson and Hilferty's approximation of the quantile at five standard deviations. */
    private static double chiSquareBound(int degrees) {
        double h = 2.0 / (9.0 * degrees);
        return degrees * Math.pow(1 - h + FIVE_SIGMA * Math.sqrt(h), 3);
    }

    private static double kolmogorovSmirnov(float[] x, DoubleUnaryOperator cdf) {
        float[] sorted = x.clone();
        Arrays.sort(sorted);
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double f = cdf.applyAsDouble(sorted[i]);
            distance = Math.max(distance, Math.max(f - (double) i / N, (i + 1.0) / N - f));
        }
        return distance;
    }

    /** {@code 2·e^(−2·n·d²) = 10⁻⁶}. */
    private static double kolmogorovBound() {
        return Math.sqrt(Math.log(2e6) / (2.0 * N));
    }

    /** By the series {@code φ(x)·(x + x³/3 + x⁵/15 + …)}. */
    private static double normalCdf(double x) {
        if (Math.abs(x) > 7) {
            return x < 0 ? 0 : 1;
        }
        double term = x;
        double sum = x;
        for (int k = 3; Math.abs(term) > 1e-18; k += 2) {
            term *= x * x / k;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
