package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void refusesMoreElementsThanKernelsCanIndex() {
        assertThat(Shape.of(2147352575).size()).isEqualTo(2147352575);
        assertThatThrownBy(() -> Shape.of(2147352576))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape: [2147352576] has more than 2147352575 elements, the most that one tensor holds;"
                        + " split it");
        assertThatThrownBy(() -> Shape.of(65536, 65536)).hasMessageContaining("[65536, 65536] has more than");
    }

    @Test
    void refusesAnEmptyShapeWhoseStridesNoIntHolds() {
        assertThat(Shape.of(0, 30_000, 30_000).size()).isZero();
        assertThatThrownBy(() -> Shape.of(0, 2, 65_536, 65_536)).hasMessageContaining("[0, 2, 65536, 65536] has more");
    }
}
