package org.gradus.optim.schedule;

/** The course from one value to another. */
public enum Anneal {
    /** A straight line: {@code start + (end − start)·s}. */
    LINEAR {
        @Override
        double between(double start, double end, double share) {
            return start + (end - start) * share;
        }
    },
    /** Half a cosine wave: {@code end + (start − end)·(1 + cos(π·s))/2}. */
    COSINE {
        @Override
        double between(double start, double end, double share) {
            return end + (start - end) * ((1 + StrictMath.cos(Math.PI * share)) / 2);
        }
    },
    /** Fast at first: {@code start + (end − start)·√s}. */
    SQUARE_ROOT {
        @Override
        double between(double start, double end, double share) {
            return start + (end - start) * Math.sqrt(share);
        }
    };

    /** The value where a share {@code s} of the way, from 0 to 1, is done. */
    abstract double between(double start, double end, double share);
}
