package org.gradus.core;

import java.util.Arrays;

/** Thrown under {@link Autograd#checkFinite} by the op that produced the first NaN or infinity; the message names it. */
public final class NonFiniteException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    private NonFiniteException(String message) {
        super(message);
    }

    static void check(String op, Shape shape, float[] out, Tensor[] inputs, Tape.State state) {
        int bad = firstNonFinite(out);
        if (bad < 0) {
            return;
        }
        StringBuilder message = new StringBuilder(op).append(": produced ").append(out[bad]);
        message.append(" at ")
                .append(Arrays.toString(shape.position(bad)))
                .append(" of ")
                .append(shape);
        if (!state.gradientOf.isEmpty()) {
            message.append(", in the gradient of op '").append(state.gradientOf).append('\'');
        }
        Layer layer = state.layer;
        if (layer != null && !layer.path().isEmpty()) {
            message.append(", in layer '").append(layer.path()).append('\'');
        }
        message.append(origin(inputs));
        throw new NonFiniteException(message.toString());
    }

    private static String origin(Tensor[] inputs) {
        for (int i = 0; i < inputs.length; i++) {
            int bad = firstNonFinite(inputs[i].data());
            if (bad >= 0) {
                return "; its input " + i + " already held " + inputs[i].data()[bad] + " at "
                        + Arrays.toString(inputs[i].shape().position(bad)) + ": look at the data";
            }
        }
        return "; its inputs were finite";
    }

    static int firstNonFinite(float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }
}
