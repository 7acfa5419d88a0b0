package org.gradus.core;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Arrays kept by their exact length. Lengths that are not asked for during many rounds are given up. */
final class ArrayPool<A> {
    private static final int ROUNDS_KEPT = 16;

    /** The free arrays of one length. */
    private static final class Shelf {
        final int length;

        @Nullable
        Object[] free = new @Nullable Object[4];

        int count;
        long lastUsed;

        Shelf(int length) {
            this.length = length;
        }
    }

    private final IntFunction<A> make;
    private @Nullable Shelf[] table = new @Nullable Shelf[64];
    private int shelves;
    private long round;

    ArrayPool(IntFunction<A> make) {
        this.make = make;
    }

    /** An array of that length, whose content means nothing. */
    @SuppressWarnings("unchecked") // what was given back was made here
    A take(int length) {
        Shelf shelf = shelf(length);
        shelf.lastUsed = round;
        if (shelf.count == 0) {
            return make.apply(length);
        }
        Object array = shelf.free[--shelf.count];
        shelf.free[shelf.count] = null;
        return (A) array;
    }

    void give(int length, A array) {
        Shelf shelf = shelf(length);
        if (shelf.count == shelf.free.length) {
            shelf.free = Arrays.copyOf(shelf.free, 2 * shelf.count);
        }
        shelf.free[shelf.count++] = array;
    }

    /** Ends a round: arrays of lengths that no recent round has asked for are left to the garbage collector. */
    void endRound() {
        round++;
        boolean stale = false;
        for (Shelf shelf : table) {
            stale |= shelf != null && shelf.lastUsed < round - ROUNDS_KEPT;
        }
        if (stale) {
            @Nullable Shelf[] before = table;
            table = new @Nullable Shelf[before.length];
            shelves = 0;
            for (Shelf shelf : before) {
                if (shelf != null && shelf.lastUsed >= round - ROUNDS_KEPT) {
                    insert(shelf);
                }
            }
        }
    }

    private Shelf shelf(int length) {
        int at = slot(length);
        Shelf found = table[at];
        if (found != null) {
            return found;
        }
        if (2 * (shelves + 1) > table.length) {
            @Nullable Shelf[] before = table;
            table = new @Nullable Shelf[2 * before.length];
            shelves = 0;
            for (Shelf shelf : before) {
                if (shelf != null) {
                    insert(shelf);
                }
            }
        }
        Shelf fresh = new Shelf(length);
        insert(fresh);
        return fresh;
    }

    private void insert(Shelf shelf) {
        table[slot(shelf.length)] = shelf;
        shelves++;
    }

    /** Where the shelf of that length stands, or would stand. */
    private int slot(int length) {
        int mask = table.length - 1;
        int at = (length * 0x9E3779B9 >>> 16) & mask;
        for (Shelf shelf = table[at]; shelf != null && shelf.length != length; shelf = table[at]) {
            at = at + 1 & mask;
        }
        return at;
    }
}
