package org.gradus.optim.gradient;

import org.gradus.core.Shape;
import org.gradus.core.backend.Workers;

/**
 * A tensor as the weights of units, one behind the other: along the first axis of a matrix or kernel; one unit for anything of
 * rank 0 or 1.
 *
 * @param count how many units
 * @param length how many weights each has
 */
record Units(int count, int length) {
    static Units of(Shape shape) {
        if (shape.rank() <= 1) {
            return new Units(1, shape.size());
        }
        int count = shape.dim(0);
        return new Units(count, count == 0 ? 0 : shape.size() / count);
    }

    /** Runs a loop over all units, on several threads when the tensor is large; the cut depends on the shape alone. */
    void split(Workers workers, Workers.Range loop) {
        int together = Math.max(1, Workers.RANGE / Math.max(1, length));
        if (count <= together) {
            loop.run(0, count);
        } else {
            workers.run(
                    (count - 1) / together + 1,
                    piece -> loop.run(piece * together, (int) Math.min(count, (piece + 1L) * together)));
        }
    }
}
