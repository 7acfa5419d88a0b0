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
    static final VectorSpecies<Float> F =
            VectorSpecies.of(float.class, VectorShape.forBitSize(VectorWidth.bits(VectorWidth.asked())));

    /** Vectors of as many ints. */
    static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());

    /** Vectors of doubles of the same width: half as many. */
    static final VectorSpecies<Double> D = VectorSpecies.of(double.class, F.vectorShape());

    /** Whether there are but 16 vector registers, as with AVX2: vectors of 256 bits, and none longer. */
    static final boolean FEW_REGISTERS = F.length() == 8 && FloatVector.SPECIES_MAX.length() == 8;

    private Species() {}
}
