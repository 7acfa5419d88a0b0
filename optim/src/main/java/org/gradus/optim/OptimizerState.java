package org.gradus.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Tensor;

/**
 * Everything that an {@link Optimizer} needs to go on exactly where it was, by name. The weights themselves are the model's.
 *
 * <p>A key is {@code path/slot}, such as {@code fc.weight/m}; {@code fc.weight/step} counts the parameter's own updates,
 * {@code /step} all steps; {@code /0/…} is the state that parameters share; {@code /average/fc.weight} is the average of a
 * parameter's weights, {@code /averaged/fc.weight} counts the steps it has taken weights from; {@code /averaged} alone says that
 * there is none on purpose.
 *
 * @param tensors the float tensors; copies that no later step changes
 * @param scalars the doubles and the counts
 * @param rules the rule of each parameter with all its hyper-parameters, as text
 */
public record OptimizerState(Map<String, Tensor> tensors, Map<String, Double> scalars, Map<String, String> rules) {
    static final String STEP = "step";

    /** No path begins with a slash, so these cannot be taken for a parameter's. */
    static final String AVERAGE = "/average";

    static final String AVERAGED = "/averaged";

    /** Up to here a double holds every count. */
    private static final double LAST_COUNT = 0x1p53;

    /**
     * Copies the maps and keeps their order.
     *
     * @param tensors the float tensors
     * @param scalars the doubles and the counts
     * @param rules the rule of each parameter with all its hyper-parameters
     */
    public OptimizerState {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        scalars = Collections.unmodifiableMap(new LinkedHashMap<>(scalars));
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }

    /**
     * The same state without an average of the weights, to begin a {@link WeightAverage} in the middle of a training, or to go on
     * without the one that was saved. An optimizer that keeps an average and loads this state begins it anew, from the weights
     * that the model then holds, at the next step whose share is above 0; {@code swa} and {@code polyak} should be given a start
     * at or after the steps that the state counts, since their shares are those of an average that began there.
     *
     * @return the shorter state
     */
    public OptimizerState withoutAverage() {
        Map<String, Tensor> keptTensors = new LinkedHashMap<>(tensors);
        keptTensors.keySet().removeIf(key -> key.startsWith(AVERAGE + "/"));
        Map<String, Double> keptScalars = new LinkedHashMap<>(scalars);
        keptScalars.keySet().removeIf(key -> key.startsWith(AVERAGED + "/"));
        keptScalars.put(AVERAGED, 0.0);
        return new OptimizerState(keptTensors, keptScalars, rules);
    }

    /** Whether it is {@link #withoutAverage}. */
    boolean isWithoutAverage() {
        return scalars.containsKey(AVERAGED);
    }

    /** What keeps this state from fitting an optimizer whose state would be {@code wanted}, one line each. */
    List<String> differences(OptimizerState wanted) {
        List<String> differences = new ArrayList<>();
        wanted.rules.forEach((path, rule) -> {
            String saved = rules.get(path);
            if (saved != null && !saved.equals(rule)) {
                differences.add("rule: " + path + " is updated by " + rule + " here, by " + saved + " in the state");
            }
        });
        wanted.tensors.forEach((key, tensor) -> {
            Tensor saved = tensors.get(key);
            if (saved != null && !saved.shape().equals(tensor.shape())) {
                differences.add(
                        "shape: " + key + " is " + tensor.shape() + " here, " + saved.shape() + " in the state");
            }
        });
        scalars.forEach((key, value) -> {
            boolean count = key.endsWith("/" + STEP) || key.startsWith(AVERAGED + "/");
            if (count && !(value >= 0 && value <= LAST_COUNT && value == Math.rint(value))) {
                differences.add("count: " + key + " is " + value + " in the state, not a whole number from 0 to 2^53");
            } else if (Double.isNaN(value)) {
                differences.add("value: " + key + " is NaN in the state");
            }
        });
        tensors.forEach((key, tensor) -> {
            int at = firstNan(tensor.data());
            if (at >= 0) {
                differences.add("value: " + key + " is NaN at element " + at + " in the state");
            }
        });
        names(wanted.rules, rules, "parameter", differences);
        names(wanted.tensors, tensors, "tensor", differences);
        names(wanted.scalars, scalars, "number", differences);
        return differences;
    }

    /** Infinity is what a second moment may have become; NaN is never the state of a rule. */
    private static int firstNan(float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Float.isNaN(values[i])) {
                return i;
            }
        }
        return -1;
    }

    private static void names(Map<String, ?> here, Map<String, ?> saved, String kind, List<String> differences) {
        here.keySet().stream()
                .filter(key -> !saved.containsKey(key))
                .forEach(key -> differences.add("missing " + kind + ": " + key));
        saved.keySet().stream()
                .filter(key -> !here.containsKey(key))
                .forEach(key -> differences.add("unexpected " + kind + ": " + key));
    }

    /**
     * One of the doubles and counts.
     *
     * @param key its name
     * @return its value
     * @throws IllegalArgumentException when there is none of that name
     */
    public double scalar(String key) {
        return named("number", scalars, key);
    }

    /**
     * One of the tensors.
     *
     * @param key its name
     * @return its value
     * @throws IllegalArgumentException when there is none of that name
     */
    public Tensor tensor(String key) {
        return named("tensor", tensors, key);
    }

    private static <T> T named(String kind, Map<String, T> values, String key) {
        T value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(
                    "optimizer state: there is no " + kind + " '" + key + "', only " + values.keySet());
        }
        return value;
    }
}
