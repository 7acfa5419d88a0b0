package org.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.core.Indices;
import org.gradus.core.Tensor;
import org.gradus.data.Dataset;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Loss LOSS = (output, labels) -> output.crossEntropy(labels);

    @Test
    void c27EverySampleCountsTheSameHoweverTheLastBatchFalls() {
        Toy model = Toy.initialized(1);
        Dataset data = Toy.data(300, 2);
        Evaluation evaluation = Evaluation.of(model, LOSS, data);
        double sum = 0;
        int right = 0;
        for (int i = 0; i < data.size(); i++) {
            Dataset one = data.rows(i);
            Tensor output = model.predict(one.features());
            double max = Math.max(output.at(0, 0), Math.max(output.at(0, 1), output.at(0, 2)));
            double all = 0;
            for (int c = 0; c < 3; c++) {
                all += Math.exp(output.at(0, c) - max);
            }
            int label = one.labels().data()[0];
            sum += Math.log(all) + max - output.at(0, label);
            right += output.at(0, label) == max ? 1 : 0;
        }
        assertThat(evaluation.loss()).as("300 = 256 + 44 samples").isCloseTo(sum / 300, within(1e-6));
        assertThat(evaluation.accuracy()).isEqualTo(right / 300.0);
    }

    @Test
    void mistakesAreNamed() {
        Toy model = Toy.initialized(1);
        assertThatThrownBy(() -> Evaluation.of(model, LOSS, Toy.data(5, 1).range(0, 0)))
                .hasMessage("evaluation: the data set is empty");
        Dataset wrong = Dataset.of(Tensor.zeros(2, 3), Indices.of(0, 3));
        assertThatThrownBy(() -> Evaluation.of(model, (output, labels) -> Tensor.scalar(0f), wrong))
                .hasMessage("evaluation: label 3, but the model has the classes 0 to 2");
    }
}
