package org.gradus.regularization;

import org.gradus.core.Rng;

/**
 * A number from the symmetric Beta distribution with parameter α, in double.
 *
 * <p>{@code X/(X + Y)} for two Gamma variates (Marsaglia, Tsang 2000, "A simple method for generating gamma variables"); for
 * α below 1 both are taken as logarithms ({@code Gamma(α) = Gamma(α + 1)·U^(1/α)}), so that tiny ones do not vanish. α = 0 gives
 * 1.
 */
final class BetaDraw {
    private BetaDraw() {}

    static double symmetric(double alpha, Rng rng) {
        if (alpha == 0) {
            return 1;
        }
        double x = logGamma(alpha, rng.at("x"));
        double y = logGamma(alpha, rng.at("y"));
        return 1 / (1 + StrictMath.exp(y - x));
    }

    private static double logGamma(double alpha, Rng rng) {
        double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        for (long attempt = 0; ; attempt++) {
            Rng draw = rng.at(attempt);
            double z = draw.at("normal").normal(1)[0];
            double v = 1 + c * z;
            if (v <= 0) {
                continue;
            }
            double v3 = v * v * v;
            double u = draw.at("uniform").uniform();
            if (StrictMath.log(1 - u) < z * z / 2 + d - d * v3 + d * StrictMath.log(v3)) {
                double boost = alpha < 1 ? StrictMath.log(1 - draw.at("boost").uniform()) / alpha : 0;
                return StrictMath.log(d * v3) + boost;
            }
        }
    }
}
