package org.gradus.conformance;

import java.util.stream.Stream;
import org.gradus.core.Scope;
import org.gradus.testkit.OpCases;
import org.gradus.testkit.OpContract;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * The op contract once more with every array from a scope: this module's tests run with {@code gradus.scope.smallest=1}, and under
 * assertions such an array is full of NaN, so that an op which relies on zeros, or writes less than all of its result, fails.
 */
class ScopedOpTest {
    @TestFactory
    Stream<DynamicNode> ops() {
        return OpContract.tests(OpCases.all()).map(ScopedOpTest::scoped);
    }

    private static DynamicNode scoped(DynamicNode node) {
        if (node instanceof DynamicContainer container) {
            return DynamicContainer.dynamicContainer(
                    container.getDisplayName(), container.getChildren().map(ScopedOpTest::scoped));
        }
        Executable executable = ((DynamicTest) node).getExecutable();
        return DynamicTest.dynamicTest(node.getDisplayName(), () -> {
            Scope scope = Scope.open();
            try {
                executable.execute();
            } finally {
                scope.close();
            }
        });
    }
}
