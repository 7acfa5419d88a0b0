package org.gradus.simd;

import java.util.Optional;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.BackendProvider;
import org.gradus.core.backend.Workers;

/**
 * Offers the vector backend. Nothing here may load a class of the Vector API before its module is known to be there: only
 * {@link VectorWidth} and {@link SimdBackend} do, after the check.
 */
public final class SimdProvider implements BackendProvider {
    private static final String MODULE = "jdk.incubator.vector";

    /** Makes the provider. */
    public SimdProvider() {}

    @Override
    public String name() {
        return "simd";
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public Optional<String> unavailableBecause() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Optional.of("the module " + MODULE + " is not there; start java with --add-modules " + MODULE);
        }
        String vm = System.getProperty("java.vm.name", "");
        String mode = System.getProperty("java.vm.info", "");
        if (!vm.contains("Server VM") || mode.contains("interpreted mode") || mode.contains("emulated-client")) {
            return Optional.of("vector code needs HotSpot's C2 compiler, and this is " + vm + " (" + mode
                    + "); start a HotSpot server VM without -Xint and -XX:TieredStopAtLevel");
        }
        if (VectorWidth.bits(VectorWidth.asked()) < 128) {
            return Optional.of("this processor has no vectors of 128 bits or more; nothing but another machine helps");
        }
        if (!FmaProbe.isFast()) {
            return Optional.of("fma is emulated here, which makes every backend very slow; use a processor with FMA"
                    + " instructions, and do not start java with -XX:-UseFMA");
        }
        return Optional.empty();
    }

    @Override
    public Backend create(Workers workers) {
        return new SimdBackend(workers);
    }
}
