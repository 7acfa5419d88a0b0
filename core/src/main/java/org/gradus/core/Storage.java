package org.gradus.core;

import org.jspecify.annotations.Nullable;

/**
 * The array behind tensors, with a version that rises when the contents change or are recycled. A tensor remembers the version
 * that it was made with, so that a value which no longer exists is never read in silence.
 */
final class Storage {
    private static final float[] RECYCLED = {};

    private final String owner;
    private float[] data;
    private int version;
    private @Nullable Scope scope;

    /** Null unless this is a parameter's. */
    private volatile @Nullable KeptTranspose kept;

    Storage(float[] data, String owner, @Nullable Scope scope) {
        this.data = data;
        this.owner = owner;
        this.scope = scope;
    }

    /** The storage of a parameter: whoever writes to it says so by {@link #changed()}. */
    static Storage ofParameter(float[] data, String owner) {
        Storage storage = new Storage(data, owner, null);
        storage.kept = KeptTranspose.NONE;
        return storage;
    }

    int version() {
        return version;
    }

    void changed() {
        version++;
        if (kept != null) {
            kept = KeptTranspose.NONE;
        }
    }

    /** The scope that will recycle the array, if any. */
    @Nullable
    Scope scope() {
        return scope;
    }

    /** Leaves the array to another scope, or to the garbage collector. */
    void moveTo(@Nullable Scope other) {
        scope = other;
    }

    boolean holds(float[] array) {
        return data == array;
    }

    /** Ends this value; the array is free for another. */
    float[] recycle() {
        float[] array = data;
        data = RECYCLED;
        changed();
        return array;
    }

    /** The array, provided that it still holds what a tensor of the given version saw. */
    float[] data(int expected) {
        if (expected != version || data == RECYCLED) {
            throw new IllegalStateException(
                    data == RECYCLED
                            ? "the result of '" + owner
                                    + "' was recycled when its scope closed; read it inside the scope"
                                    + " (item, toArray), or take it out by Scope.keep"
                            : owner + " has changed since this value was taken from it (version " + expected + ", now "
                                    + version
                                    + "); run the forward pass again after an update, before backward()");
        }
        return data;
    }

    /** The transpose of a parameter as a matrix of so many rows, if it is kept already; see {@link KeptTranspose}. */
    float @Nullable [] transposed(int expected, int rows) {
        float[] matrix = data(expected);
        KeptTranspose mine = kept;
        if (mine == null) {
            return null;
        }
        if (!mine.isOf(expected, rows)) {
            mine = new KeptTranspose(expected, rows);
            kept = mine;
        }
        return mine.of(matrix);
    }

    float[] current() {
        return data;
    }
}
