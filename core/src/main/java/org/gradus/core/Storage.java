package org.gradus.core;

/**
 * The array behind tensors, with a version that its owner raises when the contents change. A tensor remembers the version
 * that it was made with, so that a value which no longer exists is never read in silence.
 */
final class Storage {
    private final float[] data;
    private final String owner;
    private int version;

    Storage(float[] data, String owner) {
        this.data = data;
        this.owner = owner;
    }

    int version() {
        return version;
    }

    void changed() {
        version++;
    }

    /** The array, provided that it still holds what a tensor of the given version saw. */
    float[] data(int expected) {
        if (expected != version) {
            throw new IllegalStateException(
                    owner + " has changed since this value was taken from it (version " + expected + ", now " + version
                            + "); run the forward pass again after an update, before backward()");
        }
        return data;
    }

    float[] current() {
        return data;
    }
}
