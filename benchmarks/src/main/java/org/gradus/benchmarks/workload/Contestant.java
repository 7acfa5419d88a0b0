package org.gradus.benchmarks.workload;

/** A library that can train a workload's model and ask it. Answers may be asked for by several threads at once. */
public interface Contestant {
    /**
     * What it is, with its version.
     *
     * @return a name
     */
    String name();

    /**
     * Builds the model with the given weights.
     *
     * @param task what is to be done
     * @param data weights and batches
     * @throws Exception when the library cannot do it
     */
    void prepare(Task task, TaskData data) throws Exception;

    /**
     * One training step: forward, cross-entropy, backward and update.
     *
     * @param batch number of the batch
     * @return the loss before the update
     * @throws Exception when the library fails
     */
    float step(int batch) throws Exception;

    /**
     * The outputs of the model for one sample, as a service would ask for them.
     *
     * @param sample one sample
     * @return one number for each class
     * @throws Exception when the library fails
     */
    float[] answer(float[] sample) throws Exception;
}
