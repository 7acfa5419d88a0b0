package org.gradus.simd;

import java.util.stream.Stream;
import org.gradus.core.backend.BackendProvider;
import org.gradus.testkit.BackendContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("width")
class SimdBackendTest extends BackendContract {
    /** Else it would hang on the clock which contracts the vector code is held to; that of before is held to its bits by RehearsalTest. */
    @BeforeAll
    static void endRehearsals() {
        Stream.of(
                        Tile.REHEARSAL,
                        PackingTile.REHEARSAL,
                        PlacesTile.REHEARSAL,
                        WeightsTile.REHEARSAL,
                        TapsTile.REHEARSAL,
                        PlanesTile.REHEARSAL,
                        Across.REHEARSAL,
                        QuarterPool.REHEARSAL,
                        SimdColumns.REHEARSAL,
                        SimdRows.REHEARSAL)
                .forEach(Rehearsal::end);
    }

    @Override
    protected BackendProvider provider() {
        return new SimdProvider();
    }
}
