package org.gradus.io;

import java.nio.ByteBuffer;

/** The element types of a safetensors file that fit a tensor of floats. */
enum ElementType {
    F32(4) {
        @Override
        float read(ByteBuffer from) {
            return from.getFloat();
        }
    },
    F64(8) {
        @Override
        float read(ByteBuffer from) {
            return (float) from.getDouble();
        }
    },
    BF16(2) {
        @Override
        float read(ByteBuffer from) {
            return Float.intBitsToFloat(from.getShort() << 16);
        }
    },
    F16(2) {
        @Override
        float read(ByteBuffer from) {
            return half(from.getShort());
        }
    };

    private static final int HALF_EXPONENT = 0x1f;
    private static final int HALF_FRACTION = 0x3ff;

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** Reads one element, rounded to the nearest float where it is wider. */
    abstract float read(ByteBuffer from);

    private static float half(short bits) {
        int exponent = bits >> 10 & HALF_EXPONENT;
        int fraction = bits & HALF_FRACTION;
        float magnitude;
        if (exponent == HALF_EXPONENT) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
