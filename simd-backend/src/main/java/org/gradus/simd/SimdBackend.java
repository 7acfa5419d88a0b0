package org.gradus.simd;

import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Conv;
import org.gradus.core.backend.Draw;
import org.gradus.core.backend.Elementwise;
import org.gradus.core.backend.Gemm;
import org.gradus.core.backend.Movement;
import org.gradus.core.backend.Norms;
import org.gradus.core.backend.Reduce;
import org.gradus.core.backend.Rows;
import org.gradus.core.backend.Workers;

/** The backend of vector kernels. */
final class SimdBackend implements Backend {
    private final Elementwise elementwise;
    private final Reduce reduce;
    private final Rows rows;
    private final Gemm gemm;
    private final Conv conv;
    private final Movement movement;
    private final Draw draw;
    private final Norms norms;
    private final int threads;

    SimdBackend(Workers workers) {
        elementwise = new SimdElementwise(workers);
        reduce = new SimdReduce(workers);
        rows = new SimdRows(workers);
        gemm = new SimdGemm(workers);
        conv = new SimdConv(workers);
        movement = new SimdMovement(workers);
        draw = new SimdDraw(workers);
        norms = new SimdNorms(workers);
        threads = workers.threads();
    }

    @Override
    public String description() {
        return "simd (" + Species.F.vectorBitSize() + " bit, " + threads + (threads == 1 ? " thread)" : " threads)");
    }

    @Override
    public Elementwise elementwise() {
        return elementwise;
    }

    @Override
    public Reduce reduce() {
        return reduce;
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public Gemm gemm() {
        return gemm;
    }

    @Override
    public Conv conv() {
        return conv;
    }

    @Override
    public Movement movement() {
        return movement;
    }

    @Override
    public Draw draw() {
        return draw;
    }

    @Override
    public Norms norms() {
        return norms;
    }
}
