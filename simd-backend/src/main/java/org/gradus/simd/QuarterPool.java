package org.gradus.simd;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static org.gradus.simd.Species.F;
import static org.gradus.simd.Species.I;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import org.gradus.core.backend.Window;
import org.gradus.core.scalar.ScalarPool;

/**
 * Pooling by windows of 2×2 that stand side by side, which leaves a quarter of a plane. The columns of two vectors are parted
 * into even and odd ones; where a row of results fills at most half a vector, the second vector comes from the next row.
 *
 * <p>Rows are short, so that loops go down a strip of columns. A vector may reach over the end of its row, where the next row or the
 * next strip will be written, as the strips follow each other from right to left; but not over the ends of all.
 */
final class QuarterPool {
    private static final int L = F.length();
    private static final int HALF = L / 2;
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(F, i -> 2 * i % L);
    private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(F, i -> 2 * i % L + 1);
    private static final VectorShuffle<Float> SECOND_HALF = VectorShuffle.fromOp(F, i -> (i + HALF) % L);
    private static final VectorShuffle<Float> TWICE = VectorShuffle.fromOp(F, i -> i / 2);
    private static final VectorShuffle<Integer> PLACES_TWICE = VectorShuffle.fromOp(I, i -> i / 2);
    private static final VectorMask<Float> UPPER = upper();
    private static final IntVector LANES = IntVector.zero(I).addIndex(1);

    /** Largest values, those of two rows at a time, and their gradient: until its loop is compiled, each goes without vectors. */
    static final Rehearsal REHEARSAL = new Rehearsal(3, QuarterPool::practise);

    private static final int LARGEST = 0;
    private static final int OF_TWO_ROWS = 1;
    private static final int SPREAD = 2;
    private static final int[] PLACES = new int[L];

    private QuarterPool() {}

    private static void practise(int kind, int steps, boolean add) {
        float[] zeros = Rehearsal.ZEROS;
        switch (kind) {
            case LARGEST -> largest(0, steps / 3, 0, 0, zeros, 0, zeros, PLACES, 0);
            case OF_TWO_ROWS -> largestOfTwoRows(steps / 3, 0, zeros, 0, zeros, PLACES, 0);
            default -> spread(steps / 3, 0, 0, Rehearsal.NO_OFFSETS, zeros, 0, zeros, 0);
        }
    }

    /** So many rows if their loop is compiled, else none. */
    private static int ready(int kind, int rows) {
        if (REHEARSAL.isOver(kind)) {
            return rows;
        }
        REHEARSAL.practise(kind);
        return 0;
    }

    private static VectorMask<Float> upper() {
        boolean[] lanes = new boolean[L];
        Arrays.fill(lanes, HALF, L, true);
        return VectorMask.fromArray(F, lanes, 0);
    }

    /** Whether the window is of this kind. */
    static boolean fits(Window v) {
        return v.equals(Window.square(2).stride(2));
    }

    /** As {@link ScalarPool#max}. */
    static void max(int first, int last, int height, int width, Window v, float[] x, float[] y, int[] where) {
        int rows = height / 2;
        int columns = width / 2;
        int results = last * rows * columns;
        for (int plane = first; plane < last; plane++) {
            int from = plane * height * width;
            int out = plane * rows * columns;
            int done = vectorRows(rows, 2 * width, from, x.length, columns, out, results);
            int pairs = columns <= HALF ? ready(OF_TWO_ROWS, done / 2) : 0;
            int begun = 2 * pairs;
            done = begun == done ? done : Math.max(begun, ready(LARGEST, done));
            boolean numbers = pairs == 0 || largestOfTwoRows(pairs, width, x, from, y, where, out);
            numbers &= begun == done || largest(begun, done, width, x, from, y, where, out);
            for (int row = numbers ? done : 0; row < rows; row++) {
                ScalarPool.max(plane, row, 0, columns, height, width, v, x, y, where);
            }
        }
    }

    /**
     * How many rows of a plane may be made of whole vectors: those that reach, with the vectors of the row after them, over the
     * ends of neither array.
     */
    private static int vectorRows(int rows, int step, int from, int end, int columns, int out, int results) {
        int reach = (columns + L - 1) / L * L;
        int byResults = columns == 0 ? 0 : Math.floorDiv(results - out - reach, columns) + 1;
        int bySources = columns == 0 ? 0 : Math.floorDiv(end - from - step / 2 - 2 * reach, step) + 1;
        return Math.max(0, Math.min(rows, Math.min(byResults, bySources)));
    }

    /** False where one of the values may be NaN, which the comparisons pass over. */
    private static boolean largest(
            int begin, int end, int width, float[] x, int from, float[] y, int[] where, int out) {
        boolean numbers = true;
        for (int i = lastOf(width / 2); i >= 0; i -= L) {
            numbers &= largest(begin, end, i, width, x, from, y, where, out);
        }
        return numbers;
    }

    /** Where the last vector of a row of n begins. */
    private static int lastOf(int n) {
        return (n - 1) / L * L;
    }

    private static boolean largest(
            int begin, int end, int i, int width, float[] x, int from, float[] y, int[] where, int out) {
        if (begin == end) {
            return true;
        }
        FloatVector sum = FloatVector.zero(F);
        FloatVector right = IntVector.broadcast(I, 1).reinterpretAsFloats();
        FloatVector below = IntVector.broadcast(I, width).reinterpretAsFloats();
        FloatVector across = IntVector.broadcast(I, width + 1).reinterpretAsFloats();
        for (int row = begin; row < end; row++) {
            int place = 2 * row * width + 2 * i;
            FloatVector a = FloatVector.fromArray(F, x, from + place);
            FloatVector b = FloatVector.fromArray(F, x, from + place + L);
            FloatVector c = FloatVector.fromArray(F, x, from + place + width);
            FloatVector d = FloatVector.fromArray(F, x, from + place + width + L);
            sum = sum.add(a.add(b).add(c.add(d)));
            FloatVector top = a.rearrange(EVEN).blend(b.rearrange(EVEN), UPPER);
            FloatVector second = a.rearrange(ODD).blend(b.rearrange(ODD), UPPER);
            FloatVector bottom = c.rearrange(EVEN).blend(d.rearrange(EVEN), UPPER);
            FloatVector fourth = c.rearrange(ODD).blend(d.rearrange(ODD), UPPER);
            VectorMask<Float> moves = second.compare(GT, top);
            top = top.blend(second, moves);
            FloatVector at = FloatVector.zero(F).blend(right, moves);
            moves = fourth.compare(GT, bottom);
            bottom = bottom.blend(fourth, moves);
            FloatVector low = below.blend(across, moves);
            moves = bottom.compare(GT, top);
            int to = out + row * (width / 2) + i;
            top.blend(bottom, moves).intoArray(y, to);
            at.blend(low, moves)
                    .reinterpretAsInts()
                    .add(LANES)
                    .add(LANES)
                    .add(place)
                    .intoArray(where, to);
        }
        return sum.compare(EQ, sum).allTrue();
    }

    /** The same for rows of at most half a vector, two at a time. */
    private static boolean largestOfTwoRows(
            int pairs, int width, float[] x, int from, float[] y, int[] where, int out) {
        if (pairs == 0) {
            return true;
        }
        int columns = width / 2;
        int next = 2 * width;
        FloatVector sum = FloatVector.zero(F);
        FloatVector right = IntVector.broadcast(I, 1).reinterpretAsFloats();
        FloatVector below = IntVector.broadcast(I, width).reinterpretAsFloats();
        FloatVector across = IntVector.broadcast(I, width + 1).reinterpretAsFloats();
        FloatVector row = LANES.add(LANES).reinterpretAsFloats();
        IntVector lanes = row.blend(LANES.add(LANES).add(next - L).reinterpretAsFloats(), UPPER)
                .reinterpretAsInts();
        for (int pair = 0; pair < pairs; pair++) {
            int place = 2 * pair * next;
            FloatVector a = FloatVector.fromArray(F, x, from + place);
            FloatVector b = FloatVector.fromArray(F, x, from + place + next);
            FloatVector c = FloatVector.fromArray(F, x, from + place + width);
            FloatVector d = FloatVector.fromArray(F, x, from + place + width + next);
            sum = sum.add(a.add(b).add(c.add(d)));
            FloatVector top = a.rearrange(EVEN).blend(b.rearrange(EVEN), UPPER);
            FloatVector second = a.rearrange(ODD).blend(b.rearrange(ODD), UPPER);
            FloatVector bottom = c.rearrange(EVEN).blend(d.rearrange(EVEN), UPPER);
            FloatVector fourth = c.rearrange(ODD).blend(d.rearrange(ODD), UPPER);
            VectorMask<Float> moves = second.compare(GT, top);
            top = top.blend(second, moves);
            FloatVector at = FloatVector.zero(F).blend(right, moves);
            moves = fourth.compare(GT, bottom);
            bottom = bottom.blend(fourth, moves);
            FloatVector low = below.blend(across, moves);
            moves = bottom.compare(GT, top);
            top = top.blend(bottom, moves);
            at = at.blend(low, moves).reinterpretAsInts().add(lanes).add(place).reinterpretAsFloats();
            int to = out + 2 * pair * columns;
            top.intoArray(y, to);
            top.rearrange(SECOND_HALF).intoArray(y, to + columns);
            at.reinterpretAsInts().intoArray(where, to);
            at.rearrange(SECOND_HALF).reinterpretAsInts().intoArray(where, to + columns);
        }
        return sum.compare(EQ, sum).allTrue();
    }

    /** As {@link ScalarPool#maxGradient}. */
    static void maxGradient(int first, int last, int height, int width, int[] where, float[] dy, float[] dx) {
        int rows = height / 2;
        int columns = width / 2;
        int length = Math.min(where.length, dy.length);
        for (int plane = first; plane < last; plane++) {
            int from = plane * height * width;
            int out = plane * rows * columns;
            int done = ready(SPREAD, gradientRows(rows, width, from, last * height * width, out, length));
            for (int i = lastOf(width); i >= 0; i -= L) {
                spread(done, i, width, where, dy, out, dx, from);
            }
            Arrays.fill(dx, from + 2 * done * width, from + height * width, 0);
            for (int o = out + done * columns; o < out + rows * columns; o++) {
                dx[from + where[o]] += dy[o];
            }
        }
    }

    /** How many rows of windows may be spread by whole vectors. */
    private static int gradientRows(int rows, int width, int from, int end, int out, int length) {
        int columns = width / 2;
        int reach = (width + L - 1) / L * L;
        int bySources = columns == 0 ? 0 : Math.floorDiv(length - out - reach / 2 - HALF, columns) + 1;
        int byResults = columns == 0 ? 0 : Math.floorDiv(end - from - width - reach, 2 * width) + 1;
        return Math.max(0, Math.min(rows, Math.min(bySources, byResults)));
    }

    /** Each gradient at the place of its window that the largest value had, and zeros around it. */
    private static void spread(int rows, int i, int width, int[] where, float[] dy, int out, float[] dx, int from) {
        if (rows == 0) {
            return;
        }
        IntVector zero = IntVector.zero(I);
        for (int row = 0; row < rows; row++) {
            int source = out + row * (width / 2) + i / 2;
            int place = 2 * row * width + i;
            IntVector at = IntVector.fromArray(I, where, source)
                    .rearrange(PLACES_TWICE)
                    .sub(LANES);
            IntVector d = FloatVector.fromArray(F, dy, source)
                    .rearrange(TWICE)
                    .add(0f)
                    .reinterpretAsInts();
            zero.blend(d, at.compare(EQ, place)).reinterpretAsFloats().intoArray(dx, from + place);
            place += width;
            zero.blend(d, at.compare(EQ, place)).reinterpretAsFloats().intoArray(dx, from + place);
        }
    }

    /** As {@link ScalarPool#average}. */
    static void average(int first, int last, int height, int width, Window v, float[] x, float[] y) {
        int rows = height / 2;
        int columns = width / 2;
        int results = last * rows * columns;
        for (int plane = first; plane < last; plane++) {
            int from = plane * height * width;
            int out = plane * rows * columns;
            int done = vectorRows(rows, 2 * width, from, x.length, columns, out, results);
            for (int i = lastOf(columns); i >= 0; i -= L) {
                means(done, i, width, x, from, y, out);
            }
            for (int row = done; row < rows; row++) {
                ScalarPool.average(plane, row, 0, columns, height, width, v, x, y);
            }
        }
    }

    private static void means(int rows, int i, int width, float[] x, int from, float[] y, int out) {
        for (int row = 0; row < rows; row++) {
            int p = from + 2 * row * width + 2 * i;
            FloatVector a = FloatVector.fromArray(F, x, p);
            FloatVector b = FloatVector.fromArray(F, x, p + L);
            FloatVector c = FloatVector.fromArray(F, x, p + width);
            FloatVector d = FloatVector.fromArray(F, x, p + width + L);
            FloatVector sum = a.rearrange(EVEN).blend(b.rearrange(EVEN), UPPER).add(0f);
            sum = sum.add(a.rearrange(ODD).blend(b.rearrange(ODD), UPPER));
            sum = sum.add(c.rearrange(EVEN).blend(d.rearrange(EVEN), UPPER));
            sum = sum.add(c.rearrange(ODD).blend(d.rearrange(ODD), UPPER));
            sum.mul(0.25f).intoArray(y, out + row * (width / 2) + i);
        }
    }

    /** As {@link ScalarPool#averageGradient}. */
    static void averageGradient(int first, int last, int height, int width, float[] dy, float[] dx) {
        int rows = height / 2;
        int columns = width / 2;
        for (int plane = first; plane < last; plane++) {
            int from = plane * height * width;
            int out = plane * rows * columns;
            int done = gradientRows(rows, width, from, last * height * width, out, dy.length);
            for (int i = lastOf(width); i >= 0; i -= L) {
                share(done, i, width, dy, out, dx, from);
            }
            Arrays.fill(dx, from + 2 * done * width, from + height * width, 0);
            for (int row = 0; row < rows; row++) {
                int top = from + 2 * row * width;
                for (int i = row < done ? columns : 0; i < columns; i++) {
                    float each = 0f + dy[out + row * columns + i] / 4f;
                    Arrays.fill(dx, top + 2 * i, top + 2 * i + 2, each);
                    Arrays.fill(dx, top + width + 2 * i, top + width + 2 * i + 2, each);
                }
                if (width % 2 == 1) {
                    dx[top + width - 1] = 0f;
                    dx[top + 2 * width - 1] = 0f;
                }
            }
        }
    }

    /** A quarter of each gradient at the four places of its window. */
    private static void share(int rows, int i, int width, float[] dy, int out, float[] dx, int from) {
        for (int row = 0; row < rows; row++) {
            int to = from + 2 * row * width + i;
            FloatVector d = FloatVector.fromArray(F, dy, out + row * (width / 2) + i / 2);
            d = d.rearrange(TWICE).mul(0.25f).add(0f);
            d.intoArray(dx, to);
            d.intoArray(dx, to + width);
        }
    }
}
