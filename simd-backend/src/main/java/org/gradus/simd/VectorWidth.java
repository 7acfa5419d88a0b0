package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/** How many bits the vectors of this JVM have. Apart from {@link Species}, so that a refusal is no failed initialiser. */
final class VectorWidth {
    private VectorWidth() {}

    /** What {@code -Dgradus.simd.bits} asks for. */
    static @Nullable String asked() {
        return System.getProperty("gradus.simd.bits");
    }

    /** The width that is asked for, else the processor's preferred one, of which no kernel uses more than 512. */
    static int bits(@Nullable String asked) {
        if (asked == null) {
            return Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
        }
        return switch (asked.trim()) {
            case "128" -> 128;
            case "256" -> 256;
            case "512" -> 512;
            default ->
                throw new IllegalArgumentException(
                        "-Dgradus.simd.bits=" + asked + ": no vector width; use 128, 256 or 512, or leave it unset");
        };
    }
}
