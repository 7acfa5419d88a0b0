package org.gradus.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of one thread's scopes: those that are free, and those that the open scopes have handed out. Nested scopes share
 * the stacks below; each owns what lies above the heights at which it was opened.
 */
final class Recycler {
    private final ArrayPool<float[]> floats = new ArrayPool<>(float[]::new);
    private final ArrayPool<int[]> ints = new ArrayPool<>(int[]::new);
    private @Nullable Storage[] owned = new @Nullable Storage[64];
    private int ownedCount;
    private float[][] unclaimed = new float[8][];
    private int unclaimedCount;
    private Object[] hidden = new Object[16];
    private int hiddenCount;

    int ownedHeight() {
        return ownedCount;
    }

    int hiddenHeight() {
        return hiddenCount;
    }

    /** An array that is about to become a tensor's, or is dropped. */
    float[] take(int n) {
        float[] array = floats.take(n);
        assert spoiled(array);
        if (unclaimedCount == unclaimed.length) {
            unclaimed = Arrays.copyOf(unclaimed, 2 * unclaimedCount);
        }
        unclaimed[unclaimedCount++] = array;
        return array;
    }

    /** An array that an op keeps to itself until the scope closes. */
    float[] takeHidden(int n) {
        float[] array = floats.take(n);
        assert spoiled(array);
        hide(array);
        return array;
    }

    int[] takeHiddenInts(int n) {
        int[] array = ints.take(n);
        hide(array);
        return array;
    }

    private void hide(Object array) {
        if (hiddenCount == hidden.length) {
            hidden = Arrays.copyOf(hidden, 2 * hiddenCount);
        }
        hidden[hiddenCount++] = array;
    }

    /** Takes an array that no tensor has got back at once; any other is left alone. */
    void drop(float[] array) {
        if (removeUnclaimed(array)) {
            floats.give(array.length, array);
        }
    }

    /** The storage of an array: a new one of the given scope if it was handed out for that, or the one that has it already. */
    @Nullable
    Storage claim(float[] array, String owner, Scope scope) {
        if (removeUnclaimed(array)) {
            Storage storage = new Storage(array, owner, scope);
            push(storage);
            return storage;
        }
        for (int i = ownedCount - 1; i >= 0; i--) {
            Storage storage = owned[i];
            if (storage != null && storage.holds(array)) {
                return storage;
            }
        }
        return null;
    }

    private boolean removeUnclaimed(float[] array) {
        for (int i = unclaimedCount - 1; i >= 0; i--) {
            if (unclaimed[i] == array) {
                unclaimed[i] = unclaimed[--unclaimedCount];
                return true;
            }
        }
        return false;
    }

    private void push(Storage storage) {
        if (ownedCount == owned.length) {
            owned = Arrays.copyOf(owned, 2 * ownedCount);
        }
        owned[ownedCount++] = storage;
    }

    /** Takes back what a scope owns; what was kept for a scope around it stays on the stack, which is then that scope's part. */
    void close(Scope scope, int ownedFrom, int hiddenFrom, boolean outermost) {
        int top = ownedCount;
        ownedCount = ownedFrom;
        for (int i = ownedFrom; i < top; i++) {
            Storage storage = owned[i];
            owned[i] = null;
            if (storage == null) {
                continue;
            }
            if (storage.scope() == scope) {
                float[] array = storage.recycle();
                assert spoiled(array);
                floats.give(array.length, array);
            } else if (storage.scope() != null) {
                push(storage);
            }
        }
        while (hiddenCount > hiddenFrom) {
            Object array = hidden[--hiddenCount];
            if (array instanceof float[] numbers) {
                floats.give(numbers.length, numbers);
            } else {
                ints.give(((int[]) array).length, (int[]) array);
            }
            hidden[hiddenCount] = NOTHING;
        }
        if (outermost) {
            Arrays.fill(unclaimed, 0, unclaimedCount, NOTHING);
            unclaimedCount = 0;
            floats.endRound();
            ints.endRound();
        }
    }

    private static final float[] NOTHING = {};

    /** Under assertions, no array comes with the content that an op might take for granted. */
    private static boolean spoiled(float[] array) {
        Arrays.fill(array, Float.NaN);
        return true;
    }
}
