package org.gradus.benchmarks.workload;

/**
 * One piece of work that all contestants do alike.
 *
 * @param workload the model
 * @param rule how it is trained
 * @param batch samples in a step
 * @param width by which the model's widths are multiplied
 * @param depth by which its repeated layers are multiplied
 */
public record Task(Workload workload, Rule rule, int batch, int width, int depth) {
    /** An update rule with the rate that goes with it here: small, so that no run ends at a loss of 0. */
    public enum Rule {
        /** SGD with momentum 0.9 at rate 1e-3. */
        SGD_MOMENTUM(1e-3),
        /** Adam at rate 1e-4. */
        ADAM(1e-4);

        private final double rate;

        Rule(double rate) {
            this.rate = rate;
        }

        /**
         * The learning rate.
         *
         * @return the rate
         */
        public double rate() {
            return rate;
        }
    }

    /** Batches that a contestant goes round; as many as make the loss fall slowly. */
    public static final int BATCHES = 16;

    /**
     * A task of the model's own size.
     *
     * @param workload the model
     * @param rule how it is trained
     * @param batch samples in a step
     */
    public Task(Workload workload, Rule rule, int batch) {
        this(workload, rule, batch, 1, 1);
    }

    /**
     * Reads what {@link #toString()} writes.
     *
     * @param text such as {@code W1/ADAM/64}, with {@code /w2/d1} behind it for another size
     * @return the task
     * @throws IllegalArgumentException when it is no task
     */
    public static Task parse(String text) {
        String[] parts = text.split("/", -1);
        int width = parts.length > 3 ? Integer.parseInt(parts[3].substring(1)) : 1;
        int depth = parts.length > 4 ? Integer.parseInt(parts[4].substring(1)) : 1;
        return new Task(Workload.named(parts[0]), Rule.valueOf(parts[1]), Integer.parseInt(parts[2]), width, depth);
    }

    /** The parts, separated by slashes. */
    @Override
    public String toString() {
        String size = width == 1 && depth == 1 ? "" : "/w" + width + "/d" + depth;
        return workload + "/" + rule + "/" + batch + size;
    }
}
