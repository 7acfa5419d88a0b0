package org.gradus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradus.core.Tensor;
import org.gradus.testkit.OpCase;
import org.gradus.testkit.OpCases;
import org.junit.jupiter.api.Test;

/** Every public op, down to the overload, has a row in {@link OpCases}. */
class OpCoverageTest {
    /** Static methods of Tensor that compute nothing, or what the user's function computes. */
    private static final Set<String> FACTORIES =
            Set.of("of", "wrap", "scalar", "zeros", "ones", "full", "arange", "custom");

    @Test
    void everyPublicOpHasARow() {
        assertThat(missing()).as("ops without a row in testkit's OpCases").isEmpty();
    }

    @Test
    void everyRowNamesAnOp() {
        Set<String> strangers = covered();
        strangers.removeAll(ops());
        assertThat(strangers).as("rows whose name is no op's signature").isEmpty();
    }

    private static Set<String> missing() {
        Set<String> missing = ops();
        missing.removeAll(covered());
        return missing;
    }

    private static Set<String> covered() {
        return OpCases.all().stream().map(OpCase::signature).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> ops() {
        Stream<Method> fluent = Arrays.stream(Tensor.class.getInterfaces())
                .flatMap(family -> Arrays.stream(family.getDeclaredMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
        Stream<Method> joining = Arrays.stream(Tensor.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType() == Tensor.class && !FACTORIES.contains(method.getName()));
        return Stream.concat(fluent, joining)
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(OpCoverageTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method) {
        String types = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(","));
        if (method.isVarArgs()) {
            types = types.substring(0, types.length() - 2) + "...";
        }
        return method.getName() + "(" + types + ")";
    }
}
