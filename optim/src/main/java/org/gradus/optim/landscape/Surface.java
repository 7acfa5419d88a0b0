package org.gradus.optim.landscape;

import java.util.List;
import org.gradus.core.Autograd;
import org.gradus.core.Tensor;

/**
 * A function of two variables on which the ways of optimizers can be seen, and what is known of it.
 *
 * <pre>{@code
 * Surface bowl = Surface.of("bowl", (x, y) -> x.square().add(y.square()), new Area(-2, 2, -2, 2), 1.5, 1);
 * }</pre>
 *
 * @param name what it is called
 * @param formula how it is computed, for humans; empty if that is not told
 * @param function from two tensors of one shape to a tensor of that shape, element by element, in ops that can be
 *     differentiated twice
 * @param area what is worth looking at
 * @param start where optimizers usually begin
 * @param minima the known global minima; empty if none is known
 */
public record Surface(String name, String formula, Function function, Area area, Place start, List<Place> minima) {
    private static final float TWO_PI = (float) (2 * Math.PI);

    /** What gives a surface its height. */
    @FunctionalInterface
    public interface Function {
        /**
         * Computes the height, element by element.
         *
         * @param x the first coordinates
         * @param y the second coordinates, of the same shape
         * @return the heights, of the same shape
         */
        Tensor at(Tensor x, Tensor y);
    }

    /**
     * Copies the list.
     *
     * @param name what it is called
     * @param formula how it is computed
     * @param function the height
     * @param area what is worth looking at
     * @param start where optimizers usually begin
     * @param minima the known global minima
     */
    public Surface {
        minima = List.copyOf(minima);
    }

    /**
     * A surface of your own, with no known minima.
     *
     * @param name what it is called
     * @param function the height, element by element
     * @param area what is worth looking at
     * @param startX the first coordinate of the start
     * @param startY the second coordinate of the start
     * @return the surface
     */
    public static Surface of(String name, Function function, Area area, double startX, double startY) {
        return of(name, "", function, area, startX, startY, List.of());
    }

    private static Surface of(
            String name, String formula, Function function, Area area, double x, double y, List<Place> minima) {
        return new Surface(name, formula, function, area, new Place(x, y, height(function, x, y)), minima);
    }

    /**
     * Rosenbrock's banana valley: {@code (1 − x)² + 100·(y − x²)²}. To get into the valley is easy, to follow its bend to the
     * minimum at (1, 1) is not.
     *
     * <p><b>Reference:</b> Rosenbrock 1960, "An automatic method for finding the greatest or least value of a function"; the
     * start (−1.2, 1) is his.
     *
     * @return the surface
     */
    public static Surface rosenbrock() {
        return of(
                "Rosenbrock",
                "(1 − x)² + 100·(y − x²)²",
                (x, y) -> x.sub(1f).square().add(y.sub(x.square()).square().mul(100f)),
                new Area(-2, 2, -1, 3),
                -1.2,
                1,
                List.of(new Place(1, 1, 0)));
    }

    /**
     * Beale's function: {@code (1.5 − x + x·y)² + (2.25 − x + x·y²)² + (2.625 − x + x·y³)²}: flat in the middle, steep in
     * the corners, with the minimum at (3, 0.5).
     *
     * <p><b>Reference:</b> Moré, Garbow, Hillstrom 1981, "Testing unconstrained optimization software", function 5, with its
     * start (1, 1).
     *
     * @return the surface
     */
    public static Surface beale() {
        return of(
                "Beale",
                "(1.5 − x + x·y)² + (2.25 − x + x·y²)² + (2.625 − x + x·y³)²",
                (x, y) -> {
                    Tensor square = y.square();
                    return beale(x, y, 1.5f).add(beale(x, square, 2.25f)).add(beale(x, square.mul(y), 2.625f));
                },
                new Area(-4.5, 4.5, -4.5, 4.5),
                1,
                1,
                List.of(new Place(3, 0.5, 0)));
    }

    private static Tensor beale(Tensor x, Tensor power, float constant) {
        return x.mul(power.sub(1f)).add(constant).square();
    }

    /**
     * Himmelblau's function: {@code (x² + y − 11)² + (x + y² − 7)²}: four minima of equal depth; the start (0, 0) lies near
     * the top between them.
     *
     * <p><b>Reference:</b> Himmelblau 1972, "Applied Nonlinear Programming".
     *
     * @return the surface
     */
    public static Surface himmelblau() {
        return of(
                "Himmelblau",
                "(x² + y − 11)² + (x + y² − 7)²",
                (x, y) -> {
                    Tensor first = x.square().add(y).sub(11f).square();
                    return first.add(x.add(y.square()).sub(7f).square());
                },
                new Area(-5, 5, -5, 5),
                0,
                0,
                List.of(
                        new Place(3, 2, 0),
                        new Place(-2.805118086952745, 3.131312518250573, 0),
                        new Place(-3.779310253377747, -3.283185991286169, 0),
                        new Place(3.584428340330492, -1.848126526964404, 0)));
    }

    /**
     * Rastrigin's function: {@code 20 + x² + y² − 10·(cos 2πx + cos 2πy)}: a bowl with a local minimum near each pair of
     * whole numbers, and the global one at (0, 0).
     *
     * <p><b>Reference:</b> Rastrigin 1974, "Systems of extremal control"; Törn, Žilinskas 1989, "Global Optimization".
     *
     * @return the surface
     */
    public static Surface rastrigin() {
        return of(
                "Rastrigin",
                "20 + x² + y² − 10·(cos 2πx + cos 2πy)",
                (x, y) -> rastrigin(x).add(rastrigin(y)),
                new Area(-5.12, 5.12, -5.12, 5.12),
                -3.4,
                2.7,
                List.of(new Place(0, 0, 0)));
    }

    private static Tensor rastrigin(Tensor x) {
        return x.square().sub(x.mul(TWO_PI).cos().mul(10f)).add(10f);
    }

    /**
     * A saddle between two valleys: {@code x² − y² + y⁴/4}. Near (0, 0) it is {@code x² − y²}: the gradient vanishes there, but
     * it is no minimum; further out y⁴ ends the descent at (0, ±√2). The start lies beside the ridge, so that the way leads
     * to the saddle point first.
     *
     * @return the surface
     */
    public static Surface saddle() {
        return of(
                "saddle",
                "x² − y² + y⁴/4",
                (x, y) -> {
                    Tensor square = y.square();
                    return x.square().sub(square).add(square.square().mul(0.25f));
                },
                new Area(-2, 2, -2, 2),
                -1.6,
                0.001,
                List.of(new Place(0, Math.sqrt(2), -1), new Place(0, -Math.sqrt(2), -1)));
    }

    /**
     * A ravine: {@code (x² + 50·y²)/2}, the quadratic of condition number 50. Plain descent zigzags across it when the rate
     * is above 1/50, and diverges above 2/50.
     *
     * @return the surface
     */
    public static Surface ravine() {
        return of(
                "ravine",
                "(x² + 50·y²)/2",
                (x, y) -> x.square().add(y.square().mul(50f)).mul(0.5f),
                new Area(-10, 4, -3.5, 3.5),
                -9,
                2,
                List.of(new Place(0, 0, 0)));
    }

    /**
     * All six surfaces of this class.
     *
     * @return Rosenbrock, Beale, Himmelblau, Rastrigin, saddle, ravine
     */
    public static List<Surface> all() {
        return List.of(rosenbrock(), beale(), himmelblau(), rastrigin(), saddle(), ravine());
    }

    /**
     * The height of one point, in float.
     *
     * @param x the first coordinate
     * @param y the second coordinate
     * @return the function there
     */
    public double at(double x, double y) {
        return height(function, x, y);
    }

    private static double height(Function function, double x, double y) {
        return Autograd.noGradient(() ->
                (double) function.at(Tensor.of((float) x), Tensor.of((float) y)).item());
    }

    /**
     * The heights of a grid over the area, in float.
     *
     * @param columns how many points there are to the right, at least 2
     * @param rows how many points there are upwards, at least 2
     * @return the grid
     * @throws IllegalArgumentException when there are too few points, or the function does not keep the shape
     */
    public Grid grid(int columns, int rows) {
        double[] xs = Grid.points("surface", "columns", area.left(), area.right(), columns);
        double[] ys = Grid.points("surface", "rows", area.bottom(), area.top(), rows);
        float[] x = new float[columns * rows];
        float[] y = new float[columns * rows];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) xs[i % columns];
            y[i] = (float) ys[i / columns];
        }
        Tensor heights = Autograd.noGradient(() -> function.at(Tensor.of(x), Tensor.of(y)));
        if (heights.size() != x.length) {
            throw new IllegalArgumentException("surface '" + name + "': its function made " + heights.shape() + " of ["
                    + x.length + "]; it must work element by element");
        }
        float[] values = heights.data();
        double[] widened = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            widened[i] = values[i];
        }
        return new Grid(xs, ys, widened);
    }
}
