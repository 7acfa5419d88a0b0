package org.gradus.conformance;

import java.util.stream.Stream;
import org.gradus.testkit.OpCases;
import org.gradus.testkit.OpContract;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The op contract over every row, on the backend that {@code gradus.backend} names. */
class OpTest {
    @TestFactory
    Stream<DynamicNode> ops() {
        return OpContract.tests(OpCases.all());
    }
}
