package org.gradus.benchmarks.peers;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Copies of arrays in native memory, each at the start of a cache line and at another place of its page than its
 * neighbours, lest a store seem to touch what the next load reads.
 */
final class NativeFloats implements AutoCloseable {
    private static final int LINE = 16;
    private static final int PAGE = 1024;
    private static final int APART = 10 * LINE;

    private final FloatPointer block;
    private final long[] starts;
    private final int[] lengths;

    NativeFloats(float[]... arrays) {
        starts = new long[arrays.length];
        lengths = new int[arrays.length];
        long end = LINE;
        for (int i = 0; i < arrays.length; i++) {
            starts[i] = (end + PAGE - 1) / PAGE * PAGE + i * APART;
            lengths[i] = arrays[i].length;
            end = starts[i] + lengths[i];
        }
        block = new FloatPointer(end + LINE);
        long past = block.address() / Float.BYTES % LINE;
        for (int i = 0; i < arrays.length; i++) {
            starts[i] += (LINE - past) % LINE;
            block.position(starts[i]).put(arrays[i]);
        }
        block.position(0);
    }

    long address(int array) {
        return block.address() + starts[array] * Float.BYTES;
    }

    float[] get(int array) {
        float[] values = new float[lengths[array]];
        block.position(starts[array]).get(values);
        block.position(0);
        return values;
    }

    @Override
    public void close() {
        block.close();
    }
}
