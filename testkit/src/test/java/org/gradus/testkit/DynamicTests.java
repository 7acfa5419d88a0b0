package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Runs the tests of a contract on something that breaks it, to see that they notice. */
final class DynamicTests {
    private DynamicTests() {}

    /** The names of the tests that fail. */
    static List<String> failures(Stream<? extends DynamicNode> nodes) {
        List<String> failures = new ArrayList<>();
        List<String> run = new ArrayList<>();
        nodes.forEach(node -> collect(node, run, failures));
        assertThat(run).as("tests that ran").isNotEmpty();
        return failures;
    }

    private static void collect(DynamicNode node, List<String> run, List<String> failures) {
        if (node instanceof DynamicContainer container) {
            container.getChildren().forEach(child -> collect(child, run, failures));
        } else if (node instanceof DynamicTest test) {
            run.add(test.getDisplayName());
            try {
                test.getExecutable().execute();
            } catch (Throwable expected) {
                failures.add(test.getDisplayName());
            }
        }
    }
}
