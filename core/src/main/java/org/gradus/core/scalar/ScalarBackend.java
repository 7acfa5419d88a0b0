package org.gradus.core.scalar;

import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Conv;
import org.gradus.core.backend.Draw;
import org.gradus.core.backend.Elementwise;
import org.gradus.core.backend.Gemm;
import org.gradus.core.backend.Movement;
import org.gradus.core.backend.Norms;
import org.gradus.core.backend.Reduce;
import org.gradus.core.backend.Rows;

/** The backend in plain scalar Java, on the caller's thread: the definition of every kernel's bits. */
public final class ScalarBackend implements Backend {
    private final Elementwise elementwise = new ScalarElementwise();
    private final Reduce reduce = new ScalarReduce();
    private final Rows rows = new ScalarRows();
    private final Gemm gemm = new ScalarGemm();
    private final Conv conv = new ScalarConv();
    private final Movement movement = new ScalarMovement();
    private final Draw draw = new ScalarDraw();
    private final Norms norms = new ScalarNorms();

    /** Makes the backend. */
    public ScalarBackend() {}

    @Override
    public String description() {
        return "scalar";
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
