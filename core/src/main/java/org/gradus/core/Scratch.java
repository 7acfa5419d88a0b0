package org.gradus.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Arrays for the results of ops: from the open {@link Scope} of this thread, else new ones. What comes from a scope holds
 * anything, so that an op must write every element, or ask for {@link #zeros}.
 */
final class Scratch {
    private static final int SMALLEST = Integer.getInteger("gradus.scope.smallest", Scope.SMALLEST);

    private Scratch() {}

    /** An array that becomes a tensor by {@link Tape#record} or {@link Tensor#wrap}. */
    static float[] floats(int n) {
        Scope scope = scope(n);
        return scope == null ? new float[n] : scope.recycler().take(n);
    }

    /** The same, filled with +0. */
    static float[] zeros(int n) {
        Scope scope = scope(n);
        if (scope == null) {
            return new float[n];
        }
        float[] array = scope.recycler().take(n);
        Arrays.fill(array, 0f);
        return array;
    }

    /** An array that only an op and its gradient see; of any size, since nobody can read it after the scope. */
    static float[] hidden(int n) {
        Scope scope = Tape.state().scope;
        return scope == null ? new float[n] : scope.recycler().takeHidden(n);
    }

    /** Whole numbers that only an op and its gradient see. */
    static int[] hiddenInts(int n) {
        Scope scope = Tape.state().scope;
        return scope == null ? new int[n] : scope.recycler().takeHiddenInts(n);
    }

    /** Gives back an array of {@link #floats} that was an intermediate result; any other array is left alone. */
    static void drop(float[] array) {
        Scope scope = scope(array.length);
        if (scope != null) {
            scope.recycler().drop(array);
        }
    }

    /** The storage for elements that an op or a caller hands over. */
    static Storage storage(float[] array, String owner) {
        Scope scope = scope(array.length);
        Storage known = scope == null ? null : scope.recycler().claim(array, owner, scope);
        return known == null ? new Storage(array, owner, null) : known;
    }

    private static @Nullable Scope scope(int n) {
        return n < SMALLEST ? null : Tape.state().scope;
    }
}
