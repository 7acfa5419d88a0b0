package org.gradus.core;

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradus.core.backend.Backends;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of a matrix of weights, for answers: kept while the weights stay as they are, and given up before memory runs
 * out. The first uses do without, since weights that soon change are not worth it. Any number of threads may ask.
 */
final class KeptTranspose {
    /** So many uses of one version go by before the transpose is made. */
    static final int USES_BEFORE = 3;

    /** That of no version. */
    static final KeptTranspose NONE = new KeptTranspose(-1, 0);

    private final int version;
    private final int rows;
    private final AtomicInteger uses = new AtomicInteger();
    private volatile SoftReference<float[]> elements = new SoftReference<>(null);

    KeptTranspose(int version, int rows) {
        this.version = version;
        this.rows = rows;
    }

    boolean isOf(int otherVersion, int otherRows) {
        return version == otherVersion && rows == otherRows;
    }

    /** The transpose of {@code matrix}, {@code [columns, rows]}; null while it is not there. One thread makes it, no other waits. */
    float @Nullable [] of(float[] matrix) {
        float[] known = elements.get();
        if (known == null && uses.getAndIncrement() == USES_BEFORE) {
            int columns = matrix.length / rows;
            known = new float[matrix.length];
            Backends.current()
                    .movement()
                    .copy(new int[] {columns, rows}, matrix, 0, new int[] {1, columns}, known, 0, new int[] {rows, 1});
            elements = new SoftReference<>(known);
            uses.set(0);
        }
        return known;
    }
}
