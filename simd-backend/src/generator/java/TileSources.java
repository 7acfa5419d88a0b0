import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the micro-kernels of {@code org.gradus.simd}, before the module is compiled. Each method keeps one tile of C, some rows
 * by some vectors, in registers over one block of k:
 *
 * <pre>
 * c[row, vector] (+)= Σ scalar[row, p] · vector[p]    for 0 ≤ p &lt; kk, one ascending chain of fma
 * </pre>
 *
 * <p>The compiler keeps vectors in registers only where each is a local variable of one method, so that every shape of tile has
 * a method of its own, without loops over rows or vectors. What differs between families is where their operands stand.
 */
final class TileSources {
    private TileSources() {}

    /** What is kept in registers during a step while the other side is read one by one. */
    private enum Held {
        VECTORS,
        SCALARS
    }

    /**
     * Tiles of one kind. In the texts {@code {r}} is a row, {@code {v}} a vector and {@code {n}} the number of vectors.
     *
     * @param parameters where the operands stand
     * @param row what is computed once for each row
     * @param column what is computed once for each vector
     * @param step what is computed in each step before all else
     * @param scalar the number of a row
     * @param vector where a vector is read
     * @param also what happens to each vector that was read
     * @param shapes rows × vectors
     */
    private record Family(
            String name,
            String says,
            String parameters,
            String row,
            String column,
            String step,
            String scalar,
            String vector,
            String also,
            Held held,
            String... shapes) {}

    private static final List<Family> FAMILIES = List.of(
            new Family(
                    "ProductTiles",
                    "Tiles of products: rows of A by columns of B",
                    "float[] a, int aOff, int lda, float[] b, int bOff, int ldb",
                    "int a{r} = aOff + {r} * lda;",
                    "",
                    "",
                    "a[a{r} + p]",
                    "b, bOff + p * ldb + {v} * L",
                    "",
                    Held.VECTORS,
                    "6x4",
                    "6x3",
                    "6x2",
                    "6x1",
                    "4x4",
                    "4x3",
                    "4x2",
                    "4x1"),
            new Family(
                    "PackingTiles",
                    "Tiles of products that write B down side by side",
                    "float[] a, int aOff, int lda, float[] b, int bOff, int ldb, float[] panel, int to",
                    "int a{r} = aOff + {r} * lda;",
                    "",
                    "",
                    "a[a{r} + p]",
                    "b, bOff + p * ldb + {v} * L",
                    "x{v}.intoArray(panel, to + p * {n} * L + {v} * L);",
                    Held.VECTORS,
                    "6x4",
                    "6x2"),
            new Family(
                    "PlacesTiles",
                    "Tiles of convolutions: neighbouring places by output channels",
                    "float[] a, int aOff, int[] taps, int first, float[] b, int bOff",
                    "",
                    "",
                    "int q = aOff + taps[first + p];",
                    "a[q + {r}]",
                    "b, bOff + p * {n} * L + {v} * L",
                    "",
                    Held.VECTORS,
                    "8x2",
                    "7x2",
                    "6x2",
                    "4x2",
                    "16x1",
                    "14x1",
                    "8x1"),
            new Family(
                    "WeightsTiles",
                    "Tiles of gradients of weights: output channels by input channels of taps",
                    "float[] a, int aOff, float[] b, int[] places, int first, int[] at, int v",
                    "int a{r} = aOff + {r} * WeightsTile.BLOCK;",
                    "int b{v} = at[v + {v}];",
                    "int q = places[first + p];",
                    "a[a{r} + p]",
                    "b, q + b{v}",
                    "",
                    Held.VECTORS,
                    "8x3",
                    "8x2",
                    "8x1",
                    "6x2",
                    "6x1"),
            new Family(
                    "TapsTiles",
                    "Tiles of gradients of weights of one input channel: three by three taps by output channels",
                    "float[] x, int[] places, int first, int pitch, float[] g, int gOff, int ldg",
                    "",
                    "",
                    "int q = places[p] + first;",
                    "x[q + {r/3} * pitch + {r%3}]",
                    "g, gOff + p * ldg + {v} * L",
                    "",
                    Held.VECTORS,
                    "9x2",
                    "9x1"),
            new Family(
                    "PlanesTiles",
                    "Tiles of convolutions with few results: output channels by places",
                    "float[] w, int wOff, int ldw, float[] a, int aOff, int[] taps, int first, int[] at, int v",
                    "int w{r} = wOff + {r} * ldw;",
                    "int a{v} = aOff + at[v + {v}];",
                    "int q = taps[first + p];",
                    "w[w{r} + p]",
                    "a, q + a{v}",
                    "",
                    Held.SCALARS,
                    "1x4",
                    "2x4",
                    "3x4",
                    "4x4"));

    private static final String RESULT = ", float[] c, int cOff, int ldc, boolean add";
    private static final String ZERO = "FloatVector c{r}_{v} = FloatVector.zero(F);";
    private static final String LOAD = "FloatVector x{v} = FloatVector.fromArray(F, {vector});";
    private static final String BROADCAST = "FloatVector y{r} = FloatVector.broadcast(F, {scalar});";
    private static final String FMA = "c{r}_{v} = y{r}.fma(x{v}, c{r}_{v});";
    private static final String ADD = "c{r}_{v} = FloatVector.fromArray(F, c, cOff + {r} * ldc + {v} * L).add(c{r}_{v});";
    private static final String STORE = "c{r}_{v}.intoArray(c, cOff + {r} * ldc + {v} * L);";

    /**
     * Writes the sources.
     *
     * @param args the root of the sources
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0], "org", "gradus", "simd"));
        for (Family family : FAMILIES) {
            Files.writeString(folder.resolve(family.name + ".java"), source(family));
        }
    }

    private static String source(Family family) {
        String arguments = (family.parameters + RESULT).replaceAll("(?:int|float|boolean)(?:\\[])? ", "");
        StringBuilder cases = new StringBuilder();
        StringBuilder tiles = new StringBuilder();
        for (String shape : family.shapes) {
            int rows = Integer.parseInt(shape.substring(0, shape.indexOf('x')));
            int vectors = Integer.parseInt(shape.substring(shape.indexOf('x') + 1));
            cases.append("            case %d -> rows%s(kk, %s);%n".formatted(rows * 8 + vectors, shape, arguments));
            tiles.append(new Tile(family, rows, vectors).source());
        }
        return """
                package org.gradus.simd;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.VectorSpecies;

                /** %s. TileSources writes this file. */
                final class %s {
                    private static final VectorSpecies<Float> F = Species.F;
                    private static final int L = F.length();

                    private %2$s() {}

                    static void run(int rows, int vectors, int kk, %s) {
                        switch (rows * 8 + vectors) {
                %s            default -> throw new IllegalArgumentException(rows + " x " + vectors);
                        }
                    }
                %s}
                """
                .formatted(family.says, family.name, family.parameters + RESULT, cases, tiles);
    }

    /** One method. A call of no step is practice, which Rehearsal explains, and ends at once. */
    private record Tile(Family family, int rows, int vectors) {
        String source() {
            return """

                        private static void rows%dx%d(int kk, %s) {
                            if (kk == 0) {
                                return;
                            }
                    %s        for (int p = 0; p < kk; p++) {
                    %s        }
                            if (add) {
                    %s        }
                    %s    }
                    """
                    .formatted(
                            rows,
                            vectors,
                            family.parameters + RESULT,
                            indented(8, rows(family.row) + columns(family.column) + sums(ZERO)),
                            indented(12, steps()),
                            indented(12, sums(ADD)),
                            indented(8, sums(STORE)));
        }

        private String steps() {
            StringBuilder out = new StringBuilder(filled(family.step, 0, 0));
            boolean hold = family.held == Held.VECTORS;
            out.append(hold ? columns(LOAD) + columns(family.also) : rows(BROADCAST));
            for (int i = 0; i < (hold ? rows : vectors); i++) {
                out.append(hold ? filled(BROADCAST, i, 0) : filled(LOAD, 0, i));
                for (int j = 0; j < (hold ? vectors : rows); j++) {
                    out.append(hold ? filled(FMA, i, j) : filled(FMA, j, i));
                }
            }
            return out.toString();
        }

        private String rows(String text) {
            return IntStream.range(0, rows).mapToObj(r -> filled(text, r, 0)).collect(Collectors.joining());
        }

        private String columns(String text) {
            return IntStream.range(0, vectors).mapToObj(v -> filled(text, 0, v)).collect(Collectors.joining());
        }

        private String sums(String text) {
            return IntStream.range(0, rows * vectors)
                    .mapToObj(i -> filled(text, i / vectors, i % vectors))
                    .collect(Collectors.joining());
        }

        /** A line for a row and a vector, without products by 0 and 1. */
        private String filled(String text, int r, int v) {
            String line = text.replace("{scalar}", family.scalar)
                    .replace("{vector}", family.vector)
                    .replace("{r/3}", "" + r / 3)
                    .replace("{r%3}", "" + r % 3)
                    .replace("{r}", "" + r)
                    .replace("{v}", "" + v)
                    .replace("{n}", "" + vectors)
                    .replaceAll(" \\+ 0( \\* [\\w.]+)?(?!\\w)", "")
                    .replaceAll("\\b1 \\* ", "");
            return line.isEmpty() ? "" : line + "\n";
        }

        private static String indented(int spaces, String lines) {
            return lines.indent(spaces);
        }
    }
}
