package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector shape of this JVM: the preferred one, or the width in bits that {@code -Dgradus.simd.bits} asks for. A
 * second shape in the same process would make shared vector code slow, so every kernel takes its species from here.
 */
final class Species {
    /** Vectors of floats. */
    static final VectorSpecies<Float> F = floats(Integer.getInteger("gradus.simd.bits", 0));

    /** Vectors of as many ints. */
    static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());

    private Species() {}

    private static VectorSpecies<Float> floats(int bits) {
        if (bits == 0) {
            return FloatVector.SPECIES_PREFERRED;
        }
        if (bits != 128 && bits != 256 && bits != 512) {
            throw new IllegalArgumentException(
                    "gradus.simd.bits: " + bits + " is no vector width; use 128, 256 or 512, or leave it unset");
        }
        return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
    }
}
