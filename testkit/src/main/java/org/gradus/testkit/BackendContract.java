package org.gradus.testkit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.BackendProvider;
import org.gradus.core.backend.Workers;
import org.gradus.core.scalar.ScalarBackend;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every backend must keep: the bits of the scalar one, in all kernels, with any number of threads. */
public abstract class BackendContract {
    /** For subclasses. */
    protected BackendContract() {}

    /**
     * The backend under test.
     *
     * @return its provider
     */
    protected abstract BackendProvider provider();

    /** A backend that cannot run where its tests run would make them pass without a test: that is a failure. */
    @Test
    final void isAvailableHere() {
        Assertions.assertThat(provider().unavailableBecause()).isEmpty();
    }

    /**
     * Every family against the scalar one.
     *
     * @return one container for each number of threads
     */
    @TestFactory
    final Stream<DynamicContainer> sameBitsAsScalar() {
        Backend reference = new ScalarBackend();
        return Stream.of(1, 2, 3, 7).map(threads -> {
            Backend candidate = provider().create(Workers.of(threads));
            return dynamicContainer(threads + " threads", families(reference, candidate));
        });
    }

    private static Stream<DynamicTest> families(Backend reference, Backend candidate) {
        return Stream.of(
                        GemmContract.tests(reference, candidate),
                        BatchedGemmContract.tests(reference, candidate),
                        BatchContract.tests(candidate),
                        ConvContract.tests(reference, candidate),
                        ElementwiseContract.tests(reference, candidate),
                        ReduceContract.tests(reference, candidate),
                        RowsContract.tests(reference, candidate),
                        NormsContract.tests(reference, candidate),
                        MovementContract.tests(reference, candidate),
                        DrawContract.tests(reference, candidate))
                .flatMap(tests -> tests);
    }
}
