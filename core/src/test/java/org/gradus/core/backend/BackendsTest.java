package org.gradus.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradus.core.scalar.ScalarProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackendsTest {
    private final List<String> lines = new ArrayList<>();

    private record Fake(String name, int priority, Optional<String> unavailableBecause) implements BackendProvider {
        @Override
        public Backend create(Workers workers) {
            throw new AssertionError("choosing must not create");
        }
    }

    private static final BackendProvider FAST = new Fake("fast", 10, Optional.empty());
    private static final BackendProvider BROKEN = new Fake("broken", 20, Optional.of("add --flag"));
    private static final BackendProvider SCALAR = new ScalarProvider();

    private String choose(@Nullable String forced, BackendProvider... providers) {
        return Backends.choose(List.of(providers), forced, lines::add).name();
    }

    @Test
    void thePriorityDecides() {
        assertThat(choose(null, SCALAR, FAST)).isEqualTo("fast");
        assertThat(lines).isEmpty();
    }

    @Test
    void oneLineSaysWhyABetterOneIsNotUsed() {
        assertThat(choose(null, SCALAR, BROKEN)).isEqualTo("scalar");
        assertThat(lines).containsExactly("backend broken is not used: add --flag");
    }

    @Test
    void worseOnesAreNotAsked() {
        assertThat(choose(null, new Fake("slow", 1, Optional.of("no")), FAST)).isEqualTo("fast");
        assertThat(lines).isEmpty();
    }

    @Test
    void aNameForcesOne() {
        assertThat(choose("scalar", SCALAR, FAST, BROKEN)).isEqualTo("scalar");
        assertThat(lines).isEmpty();
    }

    @Test
    void aForcedOneThatCannotRunIsAnErrorWithTheSameSentence() {
        assertThatThrownBy(() -> choose("broken", SCALAR, BROKEN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("-Dgradus.backend=broken: add --flag");
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        assertThatThrownBy(() -> choose("cuda", SCALAR, FAST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("-Dgradus.backend=cuda: no such backend; known: fast, scalar");
    }

    @Test
    void theCurrentBackendStays() {
        assertThat(Backends.current()).isSameAs(Backends.current());
    }
}
