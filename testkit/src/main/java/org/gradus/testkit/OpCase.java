package org.gradus.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradus.core.Indices;
import org.gradus.core.Tensor;

/**
 * One row of the op tests: an op, an oracle that says what it should give, and the inputs to try both on.
 * {@link OpContract} says what is tested.
 *
 * <pre>{@code
 * unary("exp()", Tensor::exp, x -> x.map(StrictMath::exp)).domain(between(-4, 4)),
 * binary("matmul(Tensor)", Tensor::matmul, DoubleTensor::matmul)
 *         .on("[2,3] [3,4]", "[2,0] [0,3]", "[2,1,2,3] [3,3,2]")
 *         .rejects("[4,2] [3,2]", "matmul: inner dimensions differ: [4, 2] x [3, 2] (2 != 3)")
 * }</pre>
 *
 * @param name the signature that the row covers, such as {@code sum(boolean,int...)}, then after a space, if need be, which
 *     variant of it
 * @param op from the inputs to the result
 * @param oracle the same in double precision
 * @param shapes sets of input shapes, each written as {@code "[2,3] [3]"}
 * @param domains where the inputs are drawn from; the last one serves all inputs that follow
 * @param roundings how many roundings an element of the result may have suffered; see {@link Accuracy}
 * @param slack how much absolute error a derivative may have on top; see {@link Accuracy}
 * @param exact whether the result must be the oracle's, rounded to float, without any tolerance
 * @param differentiable whether the first and second derivative are tested; otherwise there must be none
 * @param specials whether NaN and infinity are tried
 * @param rejections what the op must refuse
 */
public record OpCase(
        String name,
        Function<List<Tensor>, Tensor> op,
        Function<List<DoubleTensor>, DoubleTensor> oracle,
        List<String> shapes,
        List<Domain> domains,
        int roundings,
        Slack slack,
        boolean exact,
        boolean differentiable,
        boolean specials,
        List<Rejection> rejections) {
    /** Default of {@code roundings}: a function of 2 ulp, which is 4, and a handful of arithmetic around it. */
    private static final int ROUNDINGS = 8;

    private static final Pattern SHAPE = Pattern.compile("\\[([0-9, ]*)]");
    private static final List<String> ONE = List.of("[]", "[1]", "[11]", "[2,3]", "[2,0,3]", "[7,19]");
    private static final List<String> TWO = List.of(
            "[] []",
            "[5] [5]",
            "[2,3] [3]",
            "[] [2,2]",
            "[2,1] [1,3]",
            "[2,1,2] [3,1]",
            "[0,3] [3]",
            "[1] [0]",
            "[4,19] [4,19]");

    /**
     * Inputs that an op must refuse by an {@link IllegalArgumentException}.
     *
     * @param shapes the input shapes, written as {@code "[2,3] [3]"}; the elements are drawn as for the values
     * @param message what the message must contain
     */
    public record Rejection(String shapes, String message) {}

    /**
     * Absolute errors allowed to derivatives, in units of 2⁻²⁴.
     *
     * @param first to each element of a first derivative
     * @param second to those of a second derivative, from the inputs: for each of them a tensor of its shape
     */
    public record Slack(double first, UnaryOperator<List<DoubleTensor>> second) {
        static Slack alike(double units) {
            return new Slack(
                    units, in -> in.stream().map(x -> x.map(v -> units)).toList());
        }
    }

    /**
     * An op of one tensor, by default tried on a scalar, vectors, matrices and an empty tensor.
     *
     * @param name the signature that the row covers
     * @param op the op
     * @param oracle the same in double precision
     * @return the row
     */
    public static OpCase unary(String name, UnaryOperator<Tensor> op, UnaryOperator<DoubleTensor> oracle) {
        return nary(name, in -> op.apply(in.get(0)), in -> oracle.apply(in.get(0)))
                .withShapes(ONE);
    }

    /**
     * An op of two tensors that broadcast, by default tried on all ways to stretch one, the other or both.
     *
     * @param name the signature that the row covers
     * @param op the op
     * @param oracle the same in double precision
     * @return the row
     */
    public static OpCase binary(String name, BinaryOperator<Tensor> op, BinaryOperator<DoubleTensor> oracle) {
        return nary(name, in -> op.apply(in.get(0), in.get(1)), in -> oracle.apply(in.get(0), in.get(1)))
                .withShapes(TWO);
    }

    /**
     * An op of any number of tensors, tried on the shapes that {@link #on} states.
     *
     * @param name the signature that the row covers
     * @param op the op
     * @param oracle the same in double precision
     * @return the row
     */
    public static OpCase nary(
            String name, Function<List<Tensor>, Tensor> op, Function<List<DoubleTensor>, DoubleTensor> oracle) {
        return new OpCase(
                name,
                op,
                oracle,
                List.of(),
                List.of(Domain.between(-2, 2)),
                ROUNDINGS,
                Slack.alike(0),
                false,
                true,
                true,
                List.of());
    }

    /**
     * An op of one tensor that gives whole numbers, which the oracle states as doubles.
     *
     * @param name the signature that the row covers
     * @param op the op
     * @param oracle the same numbers
     * @return the row, without derivatives and without tolerance
     */
    public static OpCase indices(String name, Function<Tensor, Indices> op, UnaryOperator<DoubleTensor> oracle) {
        return unary(name, x -> floats(op.apply(x)), oracle).notDifferentiable().exactly();
    }

    private static Tensor floats(Indices indices) {
        float[] values = new float[indices.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = indices.data()[i];
        }
        return Tensor.wrap(indices.shape(), values);
    }

    /**
     * With these input shapes instead of the default ones. Keep them small: gradients are checked for up to 64 input
     * elements, second derivatives up to 24.
     *
     * @param sets the shapes of all inputs, written as {@code "[2,3] [3]"}, any number of times
     * @return the changed row
     */
    public OpCase on(String... sets) {
        return withShapes(List.of(sets));
    }

    private OpCase withShapes(List<String> sets) {
        return new OpCase(
                name, op, oracle, sets, domains, roundings, slack, exact, differentiable, specials, rejections);
    }

    /**
     * With inputs from these domains instead of −2 to 2.
     *
     * @param inputs one for each input; the last one serves all that follow
     * @return the changed row
     */
    public OpCase domain(Domain... inputs) {
        return new OpCase(
                name,
                op,
                oracle,
                shapes,
                List.of(inputs),
                roundings,
                slack,
                exact,
                differentiable,
                specials,
                rejections);
    }

    /**
     * With another number of roundings in the tolerance; say why beside it.
     *
     * @param count how many, where the default is 8
     * @return the changed row
     */
    public OpCase roundings(int count) {
        return new OpCase(name, op, oracle, shapes, domains, count, slack, exact, differentiable, specials, rejections);
    }

    /**
     * With an absolute error allowed to derivatives whose formula subtracts from a larger number, as 1 − y² does.
     *
     * @param units the error in units of 2⁻²⁴
     * @return the changed row
     */
    public OpCase slack(double units) {
        return new OpCase(
                name,
                op,
                oracle,
                shapes,
                domains,
                roundings,
                Slack.alike(units),
                exact,
                differentiable,
                specials,
                rejections);
    }

    /**
     * With an absolute error of its own allowed to second derivatives, after {@link #slack(double)}; say why beside it.
     *
     * @param units the error in units of 2⁻²⁴ from the inputs: for each of them a tensor of its shape
     * @return the changed row
     */
    public OpCase secondSlack(UnaryOperator<List<DoubleTensor>> units) {
        return new OpCase(
                name,
                op,
                oracle,
                shapes,
                domains,
                roundings,
                new Slack(slack.first(), units),
                exact,
                differentiable,
                specials,
                rejections);
    }

    /**
     * Without any tolerance of the value: copies, comparisons and single correctly rounded operations.
     *
     * @return the changed row
     */
    public OpCase exactly() {
        return new OpCase(
                name, op, oracle, shapes, domains, roundings, slack, true, differentiable, specials, rejections);
    }

    /**
     * Without derivatives: the result must not depend on a leaf.
     *
     * @return the changed row
     */
    public OpCase notDifferentiable() {
        return new OpCase(name, op, oracle, shapes, domains, roundings, slack, exact, false, specials, rejections);
    }

    /**
     * Without NaN and infinity, where the oracle does not follow the op there; say why beside it.
     *
     * @return the changed row
     */
    public OpCase withoutSpecials() {
        return new OpCase(
                name, op, oracle, shapes, domains, roundings, slack, exact, differentiable, false, rejections);
    }

    /**
     * With one more set of input shapes that the op must refuse.
     *
     * @param inputs the shapes, written as {@code "[2,3] [3]"}
     * @param message what the message must contain
     * @return the changed row
     */
    public OpCase rejects(String inputs, String message) {
        List<Rejection> more = new ArrayList<>(rejections);
        more.add(new Rejection(inputs, message));
        return new OpCase(name, op, oracle, shapes, domains, roundings, slack, exact, differentiable, specials, more);
    }

    /**
     * The signature that this row covers.
     *
     * @return the name up to the first space
     */
    public String signature() {
        int space = name.indexOf(' ');
        return space < 0 ? name : name.substring(0, space);
    }

    Domain domainOf(int input) {
        return domains.get(Math.min(input, domains.size() - 1));
    }

    static List<int[]> parse(String set) {
        List<int[]> shapes = new ArrayList<>();
        Matcher matcher = SHAPE.matcher(set);
        while (matcher.find()) {
            String dims = matcher.group(1).replace(" ", "");
            shapes.add(
                    dims.isEmpty()
                            ? new int[0]
                            : Arrays.stream(dims.split(","))
                                    .mapToInt(Integer::parseInt)
                                    .toArray());
        }
        return shapes;
    }
}
