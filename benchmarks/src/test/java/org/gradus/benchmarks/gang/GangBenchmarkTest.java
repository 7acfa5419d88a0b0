package org.gradus.benchmarks.gang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class GangBenchmarkTest {
    @Test
    void everyPieceOfEveryCallIsCounted() {
        GangBenchmark benchmark = new GangBenchmark();
        benchmark.threads = "3";
        benchmark.setUp();
        for (int call = 1; call <= 20; call += 2) {
            assertThat(benchmark.share()).isEqualTo(call);
            assertThat(benchmark.forkAndJoin()).isEqualTo(call + 1);
        }
        benchmark.check();
    }

    @Test
    void aPieceThatIsLeftOutIsFound() {
        GangBenchmark benchmark = new GangBenchmark();
        benchmark.setUp();
        benchmark.share();
        benchmark.skip();
        assertThatThrownBy(benchmark::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("wrong result: piece 0 ran 1 times in 2 calls");
    }

    @Test
    void aCrowdIsMeasuredAloneAndBesideOtherProcesses() throws IOException {
        assertThat(Crowd.create().measure(1, 1_000_000).lines())
                .hasSize(2 + 2 * 6)
                .anyMatch(line -> line.startsWith("| 0 | product 256³ | "))
                .anyMatch(line -> line.startsWith("| 2 | tanh of 1048576 | "));
    }
}
