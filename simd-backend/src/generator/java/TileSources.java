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

    /** Tiles of one kind. In the texts {@code {r}} is a row, {@code {v}} a vector and {@code {n}} the number of vectors. */
    private static final class Family {
        final String name;
        final String says;
        final String parameters;
        final List<String> shapes;
        String row = "";
        String column = "";
        String step = "";
        String scalar = "";
        String vector = "";
        String also = "";
        boolean scalarsHeld;
        boolean adds = true;

        /** Shapes are rows × vectors; the parameters say where the operands stand. */
        Family(String name, String says, String parameters, String... shapes) {
            this.name = name;
            this.says = says;
            this.parameters = parameters;
            this.shapes = List.of(shapes);
        }

        /** What is computed once for each row. */
        Family row(String text) {
            row = text;
            return this;
        }

        /** What is computed once for each vector. */
        Family column(String text) {
            column = text;
            return this;
        }

        /** What is computed in each step before all else. */
        Family step(String text) {
            step = text;
            return this;
        }

        /** The number of a row and where a vector is read, in step {@code p}. */
        Family chain(String number, String place) {
            scalar = number;
            vector = place;
            return this;
        }

        /** What happens to each vector that was read. */
        Family also(String text) {
            also = text;
            return this;
        }

        /** Keeps the numbers of all rows in registers during a step and reads vectors one by one, instead of the reverse. */
        Family holdingScalars() {
            scalarsHeld = true;
            return this;
        }

        /** Never adds to C: where chains fill all registers, even a branch that is not taken costs some. */
        Family storingOnly() {
            adds = false;
            return this;
        }

        String allParameters() {
            return parameters + ", float[] c, int cOff, int ldc" + (adds ? ", boolean add" : "");
        }
    }

    private static final List<Family> FAMILIES = List.of(
            new Family(
                            "ProductTiles",
                            "Tiles of products: rows of A by columns of B",
                            "float[] a, int aOff, int lda, float[] b, int bOff, int ldb",
                            "6x4", "6x3", "6x2", "6x1", "4x4", "4x3", "4x2", "4x1")
                    .row("int a{r} = aOff + {r} * lda;")
                    .chain("a[a{r} + p]", "b, bOff + p * ldb + {v} * L"),
            new Family(
                            "PackingTiles",
                            "Tiles of products that write B down side by side",
                            "float[] a, int aOff, int lda, float[] b, int bOff, int ldb, float[] panel, int to",
                            "6x4", "6x2")
                    .row("int a{r} = aOff + {r} * lda;")
                    .chain("a[a{r} + p]", "b, bOff + p * ldb + {v} * L")
                    .also("x{v}.intoArray(panel, to + p * {n} * L + {v} * L);"),
            new Family(
                            "PlacesTiles",
                            "Tiles of convolutions: neighbouring places by output channels",
                            "float[] a, int aOff, int[] taps, int first, float[] b, int bOff",
                            "8x2", "7x2", "6x2", "4x2", "16x1", "14x1", "8x1")
                    .step("int q = aOff + taps[first + p];")
                    .chain("a[q + {r}]", "b, bOff + p * {n} * L + {v} * L"),
            new Family(
                            "WeightsTiles",
                            "Tiles of gradients of weights: output channels by input channels of taps",
                            "float[] a, int aOff, float[] b, int[] places, int first, int[] at, int v",
                            "8x3", "8x2", "8x1", "6x2", "6x1")
                    .row("int a{r} = aOff + {r} * WeightsTile.BLOCK;")
                    .column("int b{v} = at[v + {v}];")
                    .step("int q = places[first + p];")
                    .chain("a[a{r} + p]", "b, q + b{v}"),
            new Family(
                            "TapsTiles",
                            "Tiles of gradients of weights of one input channel: three by three taps by output channels",
                            "float[] x, int[] places, int first, int pitch, float[] g, int gOff, int ldg",
                            "9x2", "9x1")
                    .step("int q = places[p] + first;")
                    .chain("x[q + {r/3} * pitch + {r%3}]", "g, gOff + p * ldg + {v} * L"),
            new Family(
                            "PlanesTiles",
                            "Tiles of convolutions with few results: output channels by places",
                            "float[] w, int wOff, int ldw, float[] a, int aOff, int[] taps, int first, int[] at, int v",
                            "1x4", "2x4", "3x4", "4x4")
                    .row("int w{r} = wOff + {r} * ldw;")
                    .column("int a{v} = aOff + at[v + {v}];")
                    .step("int q = taps[first + p];")
                    .chain("w[w{r} + p]", "a, q + a{v}")
                    .holdingScalars(),
            new Family(
                            "AcrossTiles",
                            "Tiles of one row by many columns",
                            "float[] x, int xOff, float[] b, int bOff, int ldb",
                            "1x8", "1x32")
                    .step("int q = bOff + p * ldb;")
                    .chain("x[xOff + p]", "b, q + {v} * L")
                    .holdingScalars()
                    .storingOnly());

    private static final String HEAD =
            """
            package org.gradus.simd;

            import jdk.incubator.vector.FloatVector;
            import jdk.incubator.vector.VectorSpecies;

            /** %s. TileSources writes this file. */
            final class %s {
                private static final VectorSpecies<Float> F = Species.F;
                private static final int L = F.length();

                private %2$s() {}
            %s}
            """;
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
        Files.writeString(folder.resolve("PlaneTaps.java"), planeTaps(new int[] {9, 4, 2, 1}, new int[] {9, 3, 1}));
    }

    /** The methods of {@code PlaneChains}: chains that begin with so many taps, and chains that go on with so many. */
    private static String planeTaps(int[] first, int[] next) {
        StringBuilder taps = new StringBuilder();
        for (int count : first) {
            taps.append(taps("first", count, "FloatVector.zero(F)"));
        }
        for (int count : next) {
            taps.append(taps("next", count, "FloatVector.fromArray(F, c, to + i)"));
        }
        return HEAD.formatted("Some taps of one channel for all its places", "PlaneTaps", taps);
    }

    private static String taps(String name, int count, String start) {
        return """

                    static void %s%d(
                            int rows, int width, float[] w, int wOff, float[] a, int aOff, int aRow, int[] taps, int tap,
                            float[] c, int cOff, int cRow) {
                %s        for (int row = 0; row < rows; row++) {
                            int from = row * aRow;
                            int to = cOff + row * cRow;
                            for (int i = 0; i < width; i += L) {
                                FloatVector v = %s;
                %s                v.intoArray(c, to + i);
                            }
                        }
                    }
                """
                .formatted(
                        name,
                        count,
                        lines(8, count, "FloatVector w{i} = FloatVector.broadcast(F, w[wOff + {i}]);")
                                + lines(8, count, "int q{i} = aOff + taps[tap + {i}];"),
                        start,
                        lines(16, count, "v = w{i}.fma(FloatVector.fromArray(F, a, q{i} + from + i), v);"));
    }

    private static String lines(int spaces, int count, String text) {
        return IntStream.range(0, count)
                .mapToObj(i -> text.replace("{i}", "" + i) + "\n")
                .collect(Collectors.joining())
                .indent(spaces);
    }

    private static String source(Family family) {
        String arguments = family.allParameters().replaceAll("(?:int|float|boolean)(?:\\[])? ", "");
        StringBuilder cases = new StringBuilder();
        StringBuilder tiles = new StringBuilder();
        for (String shape : family.shapes) {
            int rows = Integer.parseInt(shape.substring(0, shape.indexOf('x')));
            int vectors = Integer.parseInt(shape.substring(shape.indexOf('x') + 1));
            cases.append("            case %d -> rows%s(kk, %s);\n".formatted(rows * 8 + vectors, shape, arguments));
            tiles.append(new Tile(family, rows, vectors).source());
        }
        String run = """

                    static void run(int rows, int vectors, int kk, %s) {
                        switch (rows * 8 + vectors) {
                %s            default -> throw new IllegalArgumentException(rows + " x " + vectors);
                        }
                    }
                """
                .formatted(family.allParameters(), cases);
        return HEAD.formatted(family.says, family.name, run + tiles);
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
                    %s%s    }
                    """
                    .formatted(
                            rows,
                            vectors,
                            family.allParameters(),
                            (rows(family.row) + columns(family.column) + sums(ZERO)).indent(8),
                            steps().indent(12),
                            family.adds ? ("if (add) {\n" + sums(ADD).indent(4) + "}\n").indent(8) : "",
                            sums(STORE).indent(8));
        }

        private String steps() {
            StringBuilder out = new StringBuilder(filled(family.step, 0, 0));
            boolean hold = !family.scalarsHeld;
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
    }
}
