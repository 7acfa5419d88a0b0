package org.gradus.simd;

import org.gradus.core.backend.BackendProvider;
import org.gradus.testkit.BackendContract;
import org.junit.jupiter.api.Tag;

@Tag("width")
class SimdBackendTest extends BackendContract {
    @Override
    protected BackendProvider provider() {
        return new SimdProvider();
    }
}
