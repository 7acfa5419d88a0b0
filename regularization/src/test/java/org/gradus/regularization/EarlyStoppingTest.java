package org.gradus.regularization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.regularization.EarlyStopping.Decision.IMPROVED;
import static org.gradus.regularization.EarlyStopping.Decision.STOP;
import static org.gradus.regularization.EarlyStopping.Decision.WAIT;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Improvement;
import org.gradus.regularization.EarlyStopping.Decision;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    private static List<Decision> decisions(EarlyStopping stopping, double... values) {
        List<Decision> decisions = new ArrayList<>();
        for (double value : values) {
            decisions.add(stopping.observe(value));
        }
        return decisions;
    }

    @Test
    void c41StopsWithThePatienceThValueThatIsNotBetter() {
        EarlyStopping three = new EarlyStopping(Improvement.lower(), 3);
        assertThat(decisions(three, 5, 4, 4, 6, 3.5, 4, 4, 4))
                .containsExactly(IMPROVED, IMPROVED, WAIT, WAIT, IMPROVED, WAIT, WAIT, STOP);
        EarlyStopping one = new EarlyStopping(Improvement.lower(), 1);
        assertThat(decisions(one, 5, 5)).containsExactly(IMPROVED, STOP);
    }

    @Test
    void c43ComparesWithTheBestAndNotWithTheOneBefore() {
        EarlyStopping stopping = new EarlyStopping(Improvement.higher(), 2);
        assertThat(decisions(stopping, 0.9, 0.5, 0.7)).containsExactly(IMPROVED, WAIT, STOP);
        assertThat(stopping.progress().best()).isEqualTo(0.9);
        assertThat(stopping.progress().bestAt()).isEqualTo(1);
    }

    @Test
    void c41NanIsBadAndReported() {
        EarlyStopping stopping = new EarlyStopping(Improvement.lower(), 3);
        assertThat(decisions(stopping, Double.NaN, Double.NaN, 2, Double.NaN, 1.5, Double.NaN, Double.NaN, Double.NaN))
                .containsExactly(WAIT, WAIT, IMPROVED, WAIT, IMPROVED, WAIT, WAIT, STOP);
        assertThat(stopping.reason()).isEqualTo("best 1.5 at 5, not better for 3 of 3 (6 of 8 values were NaN)");
    }

    @Test
    void nothingButNanStopsToo() {
        EarlyStopping stopping = new EarlyStopping(Improvement.higher(), 2);
        assertThat(decisions(stopping, Double.NaN, Double.NaN)).containsExactly(WAIT, STOP);
        assertThat(stopping.reason()).isEqualTo("no best value yet, not better for 2 of 2 (2 of 2 values were NaN)");
    }

    @Test
    void aStopIsRepeatedAndABetterValueEndsIt() {
        EarlyStopping stopping = new EarlyStopping(Improvement.lower(), 1);
        assertThat(decisions(stopping, 2, 3, 3, 1, 1)).containsExactly(IMPROVED, STOP, STOP, IMPROVED, STOP);
    }

    @Test
    void goesOnFromWhatWasSaved() {
        double[] values = {3, 2, 2.5, Double.NaN, 1.9, 2, 2, 2};
        for (int cut = 0; cut < values.length; cut++) {
            EarlyStopping whole = new EarlyStopping(Improvement.lower(), 3);
            EarlyStopping first = new EarlyStopping(Improvement.lower(), 3);
            EarlyStopping second = new EarlyStopping(Improvement.lower(), 3);
            for (int i = 0; i < values.length; i++) {
                if (i == cut) {
                    second.load(first.progress());
                }
                assertThat((i < cut ? first : second).observe(values[i])).isEqualTo(whole.observe(values[i]));
            }
            assertThat(second.progress()).isEqualTo(whole.progress());
            assertThat(second.reason()).isEqualTo("best 1.9 at 5, not better for 3 of 3 (1 of 8 values were NaN)");
        }
    }

    @Test
    void rejectsAPatienceBelowOne() {
        assertThatThrownBy(() -> new EarlyStopping(Improvement.lower(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("EarlyStopping: patience = 0 is not accepted; it must be at least 1");
    }
}
