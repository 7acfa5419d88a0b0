package org.gradus.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.gradus.data.Batch;
import org.gradus.data.Batches;

/** The batches of one epoch after the other, each made when it is asked for. */
final class EndlessBatches {
    private final Batches batches;
    private long epoch;
    private Iterator<Batch> present;

    EndlessBatches(Batches batches) {
        this.batches = batches;
        this.present = batches.epoch(0).iterator();
    }

    List<Batch> next(int number) {
        List<Batch> next = new ArrayList<>(number);
        while (next.size() < number) {
            if (!present.hasNext()) {
                epoch++;
                present = batches.epoch(epoch).iterator();
            }
            next.add(present.next());
        }
        return next;
    }
}
