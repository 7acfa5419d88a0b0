package org.gradus.core.backend;

/**
 * Which element of a source plane meets which tap of a kernel at which place of a result plane: tap {@code t} at place
 * {@code (y, x)} reads {@code plane[y·stepY + tapY[t / tapX.length], x·stepX + tapX[t % tapX.length]]}, and +0 outside the
 * plane. Convolution, its gradient by the weights, and every stride phase of its gradient by the images read their
 * sources in this one way.
 *
 * @param height rows of the source plane
 * @param width columns of the source plane
 * @param rows rows of the result plane
 * @param columns columns of the result plane
 * @param stepY source rows between neighbouring result rows
 * @param stepX source columns between neighbouring result columns
 * @param tapY source row of each tap row at result row 0
 * @param tapX source column of each tap column at result column 0
 */
@SuppressWarnings("ArrayRecordComponent") // read by kernels, never compared
public record Taps(int height, int width, int rows, int columns, int stepY, int stepX, int[] tapY, int[] tapX) {
    /**
     * How a convolution reads its images.
     *
     * @param s the convolution
     * @return one tap for each kernel element, in (ky, kx) order
     */
    public static Taps forward(ConvShape s) {
        Window w = s.window();
        int[] tapY = line(w.kernelHeight(), w.dilationHeight(), w.padHeight());
        int[] tapX = isSquare(w) ? tapY : line(w.kernelWidth(), w.dilationWidth(), w.padWidth());
        return new Taps(
                s.height(), s.width(), s.outHeight(), s.outWidth(), w.strideHeight(), w.strideWidth(), tapY, tapX);
    }

    private static int[] line(int kernel, int dilation, int pad) {
        int[] taps = new int[kernel];
        for (int k = 0; k < kernel; k++) {
            taps[k] = k * dilation - pad;
        }
        return taps;
    }

    /** Whether rows and columns are read alike, so that one array serves both. */
    private static boolean isSquare(Window w) {
        return w.kernelHeight() == w.kernelWidth()
                && w.strideHeight() == w.strideWidth()
                && w.padHeight() == w.padWidth()
                && w.dilationHeight() == w.dilationWidth();
    }

    /**
     * How the gradient of the images reads the gradient of the result, at the image rows {@code phaseY}, {@code phaseY +
     * strideHeight}, … and the columns likewise: only kernel elements that can meet such a place are taps.
     *
     * @param s the convolution
     * @param phaseY first image row, below the stride
     * @param phaseX first image column, below the stride
     * @return the taps in (ky, kx) order
     */
    public static Taps inputGradient(ConvShape s, int phaseY, int phaseX) {
        Window w = s.window();
        int[] tapY = phase(phaseY, w.padHeight(), w.dilationHeight(), w.strideHeight(), w.kernelHeight());
        int[] tapX = phaseX == phaseY && isSquare(w)
                ? tapY
                : phase(phaseX, w.padWidth(), w.dilationWidth(), w.strideWidth(), w.kernelWidth());
        return new Taps(
                s.outHeight(),
                s.outWidth(),
                Math.max(0, (s.height() - phaseY + w.strideHeight() - 1) / w.strideHeight()),
                Math.max(0, (s.width() - phaseX + w.strideWidth() - 1) / w.strideWidth()),
                1,
                1,
                tapY,
                tapX);
    }

    /**
     * Which kernel rows (columns) are the taps of a phase.
     *
     * @param first the phase's first image row (column)
     * @param pad padding
     * @param dilation distance of neighbouring kernel elements
     * @param stride stride
     * @param kernel kernel elements
     * @return their indices, ascending
     */
    public static int[] kernelOfPhase(int first, int pad, int dilation, int stride, int kernel) {
        int count = 0;
        for (int k = 0; k < kernel; k++) {
            count += Math.floorMod(first + pad - k * dilation, stride) == 0 ? 1 : 0;
        }
        int[] taps = new int[count];
        for (int k = kernel - 1; count > 0; k--) {
            if (Math.floorMod(first + pad - k * dilation, stride) == 0) {
                taps[--count] = k;
            }
        }
        return taps;
    }

    private static int[] phase(int first, int pad, int dilation, int stride, int kernel) {
        int[] taps = kernelOfPhase(first, pad, dilation, stride, kernel);
        for (int i = 0; i < taps.length; i++) {
            taps[i] = Math.floorDiv(first + pad - taps[i] * dilation, stride);
        }
        return taps;
    }

    /**
     * How many taps there are.
     *
     * @return tap rows times tap columns
     */
    public int count() {
        return tapY.length * tapX.length;
    }

    /**
     * How many places the result plane has.
     *
     * @return rows times columns
     */
    public int places() {
        return rows * columns;
    }
}
