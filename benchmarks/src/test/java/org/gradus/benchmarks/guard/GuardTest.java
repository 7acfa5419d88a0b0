package org.gradus.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gradus.benchmarks.kernel.Kernels;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Workers;
import org.junit.jupiter.api.Test;

/** Speed is no matter for tests; that a slow or allocating kernel fails the guard is. */
class GuardTest {
    private static float[] sink = {};

    @Test
    void whatIsSlowOrAllocatesFails() {
        List<String> failed = new ArrayList<>();
        MicroKernelGuard.measure(new GuardedWork("quick", 0, 1, () -> {}), failed);
        assertThat(failed).isEmpty();
        MicroKernelGuard.measure(new GuardedWork("slow", 0.75, 1, () -> Thread.onSpinWait()), failed);
        MicroKernelGuard.measure(new GuardedWork("boxing", 0, 1, () -> sink = new float[1 << 15]), failed);
        assertThat(failed).hasSize(2);
        assertThat(failed.get(0)).startsWith("slow: ").contains("at least 75 % are demanded");
        assertThat(failed.get(1)).startsWith("boxing: ").contains("at most 65536");
    }

    @Test
    void everyLayoutTileAndDirectionIsGuarded() {
        Backend backend = Kernels.of("simd", Workers.of(1));
        List<GuardedWork> all = GuardedWork.all(backend, 16);
        assertThat(all).extracting(GuardedWork::name).doesNotHaveDuplicates().contains("product tn 512×512×512");
        for (GuardedWork work : all) {
            work.run().run();
        }
    }
}
