package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NumericDerivativeTest {
    /** x³y and e^x. */
    private static final NumericDerivative F = x -> new double[] {x[0] * x[0] * x[0] * x[1], Math.exp(x[0])};

    private static final double[] AT = {1.5, 2};

    @Test
    void firstSecondAndThirdOrder() {
        double[] e0 = NumericDerivative.unit(0, 2);
        double[] e1 = NumericDerivative.unit(1, 2);
        NumericDerivative first = F.along(e0);
        assertThat(first.at(AT)[0]).isCloseTo(3 * 2.25 * 2, within(1e-10));
        assertThat(first.at(AT)[1]).isCloseTo(Math.exp(1.5), within(1e-10));
        NumericDerivative second = first.along(e1);
        assertThat(second.at(AT)[0]).isCloseTo(3 * 2.25, within(1e-8));
        assertThat(second.at(AT)[1]).isCloseTo(0, within(1e-8));
        assertThat(first.along(e0).along(e0).at(AT)[0]).isCloseTo(6 * 2, within(1e-5));
        assertThat(F.along(new double[] {1, -1}).at(AT)[0]).isCloseTo(3 * 2.25 * 2 - 3.375, within(1e-10));
    }

    @Test
    void roughDerivativeIsGoodToThreeDigits() {
        double[] e0 = NumericDerivative.unit(0, 2);
        double[] third = F.roughlyAlong(e0).roughlyAlong(e0).roughlyAlong(e0).at(AT);
        assertThat(third[0]).isCloseTo(6 * 2, within(1e-2));
        assertThat(third[1]).isCloseTo(Math.exp(1.5), within(1e-2));
    }
}
