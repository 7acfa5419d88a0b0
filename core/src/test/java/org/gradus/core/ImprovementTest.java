package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImprovementTest {
    @ParameterizedTest
    @CsvSource({
        // lower, threshold, relative, candidate, best, better
        "true, 0, false, 0.9, 1, true",
        "true, 0, false, 1, 1, false",
        "true, 0, false, 1.1, 1, false",
        "false, 0, false, 1.1, 1, true",
        "false, 0, false, 1, 1, false",
        "true, 0.5, false, 1.5, 2, false",
        "true, 0.5, false, 1.4375, 2, true",
        "false, 0.5, false, 2.5, 2, false",
        "false, 0.5, false, 2.5625, 2, true",
        "true, 0.25, true, 3, 4, false",
        "true, 0.25, true, 2.9375, 4, true",
        "false, 0.25, true, 5, 4, false",
        "false, 0.25, true, 5.0625, 4, true",
        "true, 0, false, -Infinity, Infinity, true",
        "true, 0.25, true, 7, Infinity, true",
        "false, 0.25, true, 7, -Infinity, true",
        "true, 0, false, Infinity, Infinity, false"
    })
    void comparesWithTheBestByItsMargin(
            boolean lower, double threshold, boolean relative, double candidate, double best, boolean better) {
        assertThat(new Improvement(lower, threshold, relative).isBetter(candidate, best))
                .isEqualTo(better);
    }

    @ParameterizedTest
    @CsvSource({
        "true, -5, false", "true, -5.0625, true", "true, -4, false", "true, -3, false",
        "false, -3, false", "false, -2.9375, true", "false, -4, false", "false, -5, false"
    })
    void aRelativeMarginPointsTheRightWayForANegativeBest(boolean lower, double candidate, boolean better) {
        assertThat(new Improvement(lower, 0.25, true).isBetter(candidate, -4)).isEqualTo(better);
    }

    @Test
    void nanIsNeverBetterAndAnyNumberIsBetterThanNone() {
        for (Improvement rule : new Improvement[] {Improvement.lower(), Improvement.higher()}) {
            assertThat(rule.isBetter(Double.NaN, 1)).isFalse();
            assertThat(rule.isBetter(Double.NaN, Double.NaN)).isFalse();
            assertThat(rule.isBetter(1e300, Double.NaN)).isTrue();
            assertThat(rule.isBetter(-1e300, Double.NaN)).isTrue();
        }
    }

    @Test
    void namedRulesAreTheRecordsTheySay() {
        assertThat(Improvement.lower()).isEqualTo(new Improvement(true, 0, false));
        assertThat(Improvement.higher()).isEqualTo(new Improvement(false, 0, false));
        assertThat(Improvement.lower().byMoreThan(0.1)).isEqualTo(new Improvement(true, 0.1, false));
        assertThat(Improvement.higher().byMoreThanFraction(0.1)).isEqualTo(new Improvement(false, 0.1, true));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void aThresholdOutsideItsRangeIsRejected(double threshold) {
        assertThatThrownBy(() -> Improvement.lower().byMoreThan(threshold))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("improvement: threshold = " + threshold + " is not accepted; it must lie in [0, infinity)");
    }
}
