package org.gradus.core.backend;

/**
 * The constants that fix the order of float arithmetic, and so the bits of every result.
 *
 * <p>No backend, thread count or vector width may change a result: each kernel follows an order that depends on the
 * shape of its data alone, and the numbers below are that order's parameters. Changing one changes bits, and
 * therefore raises {@link #VERSION}.
 */
public final class Numerics {
    /** The version of the bits; written into every file that Gradus saves. */
    public static final int VERSION = 1;

    /** KC: a matrix product cuts its inner dimension into blocks of this length, each one ascending chain of fma. */
    public static final int GEMM_BLOCK = 384;

    /** So many blocks of a matrix product form a segment, which is summed by itself before it is added. */
    public static final int GEMM_SEGMENT_BLOCKS = 16;

    /** A contiguous reduction keeps this many logical lanes: element {@code i} of a chunk goes to lane {@code i % LANES}. */
    public static final int LANES = 32;

    /** Contiguous reductions shorter than {@link #SHORT} keep this many lanes only. */
    public static final int SHORT_LANES = 8;

    /** Below this length a contiguous reduction counts as short. */
    public static final int SHORT = 64;

    /** A sum in double keeps this many lanes. */
    public static final int DOUBLE_LANES = 16;

    /** A contiguous reduction is cut into chunks of this length, whose results are added in ascending order. */
    public static final int CHUNK = 8192;

    /** A reduction over an axis that is not innermost adds in blocks of this many terms. */
    public static final int OUTER_BLOCK = 64;

    private Numerics() {}
}
