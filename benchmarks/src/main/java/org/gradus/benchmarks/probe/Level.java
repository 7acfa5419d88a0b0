package org.gradus.benchmarks.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A level of the memory hierarchy. Sizes are the kernel's where it tells them, else those of a common processor. */
public enum Level {
    /** The first cache, one for each core. */
    L1(1, 32L << 10, false),
    /** The second cache, one for each core. */
    L2(2, 512L << 10, false),
    /** The third cache, shared. */
    L3(3, 16L << 20, true),
    /** Memory. */
    DRAM(0, Long.MAX_VALUE, true);

    private final long capacity;
    private final boolean shared;

    Level(int number, long usual, boolean shared) {
        this.capacity = number == 0 ? usual : read(number, usual);
        this.shared = shared;
    }

    /**
     * The level that holds a working set.
     *
     * @param bytes how large it is
     * @param threads how many threads share it
     * @return the first that it fits
     */
    public static Level of(double bytes, int threads) {
        for (Level level : values()) {
            double each = level.shared ? bytes : bytes / threads;
            if (each <= 0.75 * level.capacity) {
                return level;
            }
        }
        return DRAM;
    }

    /**
     * Bytes of a working set that lies in this level and in no smaller one.
     *
     * @param threads how many threads have a part of it each
     * @return the number, for all threads together
     */
    long workingSet(int threads) {
        return switch (this) {
            case L1 -> capacity / 2 * threads;
            case L2 -> Math.max(2 * L1.capacity, capacity / 2) * threads;
            case L3 -> Math.max(2 * L2.capacity * threads, capacity / 2);
            case DRAM -> Math.max(256L << 20, Math.min(768L << 20, 8 * L3.capacity));
        };
    }

    /**
     * What it holds.
     *
     * @return bytes
     */
    public long capacity() {
        return capacity;
    }

    private static long read(int number, long usual) {
        Path caches = Path.of("/sys/devices/system/cpu/cpu0/cache");
        for (int i = 0; i < 8; i++) {
            Path cache = caches.resolve("index" + i);
            try {
                String type = Files.readString(cache.resolve("type")).strip();
                int level = Integer.parseInt(
                        Files.readString(cache.resolve("level")).strip());
                String size = Files.readString(cache.resolve("size")).strip().toUpperCase(Locale.ROOT);
                if (level == number && !type.equals("Instruction") && size.endsWith("K")) {
                    return Long.parseLong(size.substring(0, size.length() - 1)) << 10;
                }
            } catch (IOException e) {
                return usual;
            }
        }
        return usual;
    }
}
