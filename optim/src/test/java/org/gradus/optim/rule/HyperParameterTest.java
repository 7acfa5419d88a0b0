package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every number of every elementwise rule is refused at construction when it is outside its range. */
class HyperParameterTest {
    private static final List<UpdateRule> RULES = List.of(
            Sgd.defaults(),
            Asgd.defaults(),
            Rprop.defaults(),
            AdaGrad.defaults(),
            AdaDelta.defaults(),
            RmsProp.defaults(),
            Adam.defaults(),
            AdamW.defaults(),
            AdaMax.defaults(),
            NAdam.defaults(),
            RAdam.defaults(),
            Lion.defaults(),
            AdaBelief.defaults(),
            Yogi.defaults(),
            Adan.defaults(),
            AdEmaMix.defaults(),
            Adopt.defaults(),
            Sophia.defaults(),
            Ftrl.defaults(),
            Lamb.defaults(),
            Lars.defaults(),
            Adafactor.defaults());
    private static final String BELOW_ONE = "[0, 1)";
    private static final String NOT_NEGATIVE = "[0, infinity)";
    private static final String POSITIVE = "(0, infinity)";
    private static final String LIMIT = "(0, infinity]";
    private static final String EPSILON = "[1.4e-45, 3.4e38]";
    private static final Map<String, String> RANGES = Map.ofEntries(
            Map.entry("beta1", BELOW_ONE),
            Map.entry("beta2", BELOW_ONE),
            Map.entry("momentum", BELOW_ONE),
            Map.entry("rho", BELOW_ONE),
            Map.entry("RmsProp.alpha", BELOW_ONE),
            Map.entry("etaMinus", BELOW_ONE),
            Map.entry("dampening", "[0, 1]"),
            Map.entry("eps", EPSILON),
            Map.entry("Lars.eps", NOT_NEGATIVE),
            Map.entry("eps1", EPSILON),
            Map.entry("eps2", POSITIVE),
            Map.entry("beta3", BELOW_ONE),
            Map.entry("AdEmaMix.alpha", NOT_NEGATIVE),
            Map.entry("gamma", POSITIVE),
            Map.entry("beta", NOT_NEGATIVE),
            Map.entry("l1", NOT_NEGATIVE),
            Map.entry("trust", POSITIVE),
            Map.entry("exponent", POSITIVE),
            Map.entry("maxRatio", LIMIT),
            Map.entry("clip", LIMIT),
            Map.entry("l2", NOT_NEGATIVE),
            Map.entry("weightDecay", NOT_NEGATIVE),
            Map.entry("decay", NOT_NEGATIVE),
            Map.entry("momentumDecay", NOT_NEGATIVE),
            Map.entry("initial", NOT_NEGATIVE),
            Map.entry("rateDecay", NOT_NEGATIVE),
            Map.entry("lambda", NOT_NEGATIVE),
            Map.entry("Asgd.alpha", NOT_NEGATIVE),
            Map.entry("t0", NOT_NEGATIVE),
            Map.entry("stepMin", NOT_NEGATIVE),
            Map.entry("stepMax", "[1.0E-6, infinity)"),
            Map.entry("etaPlus", "[1.0, infinity)"),
            Map.entry("threshold", "[4.0, infinity)"));
    private static final Map<String, double[]> OUTSIDE = Map.of(
            BELOW_ONE,
            new double[] {-1e-9, 1},
            "[0, 1]",
            new double[] {-1e-9, 1.001},
            EPSILON,
            new double[] {-1, 0, 1e-46, 1e39},
            POSITIVE,
            new double[] {-1e-9, 0},
            LIMIT,
            new double[] {-1e-9, 0},
            NOT_NEGATIVE,
            new double[] {-1e-9},
            "[1.0E-6, infinity)",
            new double[] {-1, 0, 9e-7},
            "[1.0, infinity)",
            new double[] {-1, 0.999},
            "[4.0, infinity)",
            new double[] {-1, 3.999});

    /** A rule with one number changed. */
    record Changed(UpdateRule rule, String component, String range, double value) {
        void construct() throws ReflectiveOperationException {
            RecordComponent[] components = rule.getClass().getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                boolean mine = components[i].getName().equals(component);
                values[i] = mine ? (Object) value : components[i].getAccessor().invoke(rule);
            }
            rule.getClass().getDeclaredConstructor(types).newInstance(values);
        }
    }

    static Stream<Changed> changed() {
        return RULES.stream()
                .flatMap(rule -> Arrays.stream(rule.getClass().getRecordComponents())
                        .filter(component -> component.getType() == double.class)
                        .flatMap(component -> changed(rule, component.getName())));
    }

    private static Stream<Changed> changed(UpdateRule rule, String component) {
        String owner = rule.getClass().getSimpleName();
        String range = RANGES.getOrDefault(owner + "." + component, RANGES.getOrDefault(component, "no range"));
        double[] outside = OUTSIDE.getOrDefault(range, new double[0]);
        double[] never = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        return DoubleStream.concat(DoubleStream.of(outside), DoubleStream.of(never))
                .filter(value -> !(range.equals(LIMIT) && value == Double.POSITIVE_INFINITY))
                .mapToObj(value -> new Changed(rule, component, range, value));
    }

    @ParameterizedTest
    @MethodSource("changed")
    void aNumberOutsideItsRangeIsRefusedWithTheRange(Changed changed) {
        String name = changed.rule().getClass().getSimpleName();
        assertThatThrownBy(changed::construct)
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + ": " + changed.component() + " = " + changed.value()
                        + " is not accepted; it must lie in " + changed.range());
    }

    @Test
    void everyElementwiseRuleIsTried() {
        assertThat(RULES.stream().map(Object::getClass).distinct())
                .containsAll(Stream.of(ClassicRuleCases.rows(), DialectRuleCases.rows(), ModernRuleCases.rows())
                        .flatMap(rows -> rows)
                        .map(c -> c.rule().getClass())
                        .distinct()
                        .toList());
    }

    @Test
    void countsAndPairsOfNumbersHaveRangesToo() {
        assertThatThrownBy(() -> Sophia.defaults().withEvery(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Sophia: every = 0 is not accepted; it must be at least 1");
        assertThatThrownBy(() -> AdEmaMix.defaults().withWarmUp(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("AdEmaMix: warmUp = -1 is not accepted; it must be at least 0");
        assertThatThrownBy(() -> Ftrl.defaults().withBeta(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Ftrl with beta 0: initial = 0.0 is not accepted; it must lie in [1.4e-45, 3.4e38]");
    }
}
