package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradus.core.Parameter;

/** How near a trajectory in float must be to its reference in double. */
final class Closeness {
    private Closeness() {}

    /** {@code ‖Δ‖/‖θ‖} within the bound, and each element within 1e−6 + 1e−5·|θ|. */
    static void check(Parameter parameter, double[] should, double bound) {
        check(parameter, should, bound, 1);
    }

    /** The same with both bounds times a factor. */
    static void check(Parameter parameter, double[] should, double bound, double slack) {
        float[] is = parameter.value().data();
        double difference = 0;
        double size = 0;
        for (int i = 0; i < is.length; i++) {
            double d = is[i] - should[i];
            difference += d * d;
            size += should[i] * should[i];
            assertThat(Math.abs(d))
                    .as("%s[%d]: is %s, expected %s", parameter.path(), i, is[i], should[i])
                    .isLessThanOrEqualTo(slack * (1e-6 + 1e-5 * Math.abs(should[i])));
        }
        relative(parameter.path(), difference, size, slack * bound);
    }

    /** {@code ‖Δ‖/‖θ‖} within the bound. */
    static void norm(Parameter parameter, double[] should, double bound) {
        float[] is = parameter.value().data();
        double difference = 0;
        double size = 0;
        for (int i = 0; i < is.length; i++) {
            difference += (is[i] - should[i]) * (is[i] - should[i]);
            size += should[i] * should[i];
        }
        relative(parameter.path(), difference, size, bound);
    }

    private static void relative(String path, double difference, double size, double bound) {
        assertThat(Math.sqrt(difference / size))
                .as("relative distance of '%s'", path)
                .isLessThanOrEqualTo(bound);
    }
}
