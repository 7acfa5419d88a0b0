package org.gradus.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.gradus.data.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsProgramTest {
    @TempDir
    Path folder;

    @Test
    void aFreshProcessPredictsFromTheSavedModel() throws Exception {
        String model = folder.resolve("sub/digits.safetensors").toString();
        String printed = train("--epochs", "2", "--samples", "128", "--model", model);
        assertThat(printed)
                .contains("Split by writer: 128 digits train, 130 validate, 500 test; seed 1", "true \\ predicted")
                .containsPattern("Test accuracy: \\d+\\.\\d\\d % \\(\\d+ of 500\\)")
                .containsPattern("SHA-256 of the weights: [0-9a-f]{64}");
        Fork predict = Fork.run(DigitsPredict.class, List.of(), "--model", model, "1", "1797");
        assertThat(predict.exit()).as(predict.output()).isZero();
        DigitsClassifier classifier = DigitsClassifier.load(Path.of(model));
        int first = classifier
                .probabilities(DigitsData.digits().rows(0).features())
                .argMax(1)
                .data()[0];
        assertThat(predict.output())
                .containsPattern("row 1: " + first + " with probability \\d\\.\\d{3}; it is a 0")
                .containsPattern("row 1797: \\d with probability \\d\\.\\d{3}; it is a 8");
    }

    @Test
    void theProgramsRunOnTheModulePathAndFindTheSimdBackend() throws Exception {
        String model = folder.resolve("digits.safetensors").toString();
        Fork train = Fork.runModule(DigitsProgram.class, "--epochs", "1", "--samples", "64", "--model", model);
        assertThat(train.exit()).as(train.output()).isZero();
        assertThat(train.output()).contains("Backend: simd (", "epoch 1/1: loss ", "SHA-256 of the weights: ");
        Fork predict = Fork.runModule(DigitsPredict.class, "--model", model, "700");
        assertThat(predict.exit()).as(predict.output()).isZero();
        assertThat(predict.output()).contains("row 700: ");
    }

    @Test
    void trainsOnFilesInTheFormatOfMnist() throws Exception {
        Dataset digits = DigitsData.digits();
        writeIdx("train", digits.range(0, 300), false);
        writeIdx("t10k", digits.range(300, 360), true);
        String model = folder.resolve("own.safetensors").toString();
        String printed = train("--data", folder.toString(), "--epochs", "1", "--model", model);
        assertThat(printed).contains("270 digits train, 30 validate, 60 test").contains("of 60)");
    }

    @Test
    void aDamagedFileEndsTheProgramWithItsNameOffsetAndWhatWasExpected() throws Exception {
        Dataset digits = DigitsData.digits();
        writeIdx("train", digits.range(0, 300), false);
        writeIdx("t10k", digits.range(300, 360), true);
        Path images = folder.resolve("train-images-idx3-ubyte");
        byte[] whole = Files.readAllBytes(images);
        Files.write(images, Arrays.copyOf(whole, 1000));
        Fork run = Fork.run(DigitsProgram.class, List.of(), "--data", folder.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output())
                .contains("digits: " + images + ": offset 1000: the file ends here")
                .doesNotContain("Exception");
    }

    @Test
    void wrongArgumentsAreExplained() throws Exception {
        Fork run = Fork.run(DigitsProgram.class, List.of(), "--split", "sideways");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.output()).contains("--split", "WRITER, STRATIFIED");
        Fork missing = Fork.run(
                DigitsPredict.class,
                List.of(),
                "--model",
                folder.resolve("none").toString());
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.output()).contains("predict: ", "none", "there is no such file");
    }

    private static String train(String... args) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(DigitsProgram.run(out, args)).isZero();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void writeIdx(String part, Dataset digits, boolean gzip) throws IOException {
        int n = digits.size();
        ByteBuffer images = ByteBuffer.allocate(16 + n * 64)
                .putInt(0x803)
                .putInt(n)
                .putInt(8)
                .putInt(8);
        for (float pixel : digits.features().toArray()) {
            images.put((byte) (pixel * 15));
        }
        ByteBuffer labels = ByteBuffer.allocate(8 + n).putInt(0x801).putInt(n);
        for (int label : digits.labels().data()) {
            labels.put((byte) label);
        }
        write(part + "-images-idx3-ubyte", images.array(), gzip);
        write(part + "-labels-idx1-ubyte", labels.array(), gzip);
    }

    private void write(String name, byte[] bytes, boolean gzip) throws IOException {
        if (!gzip) {
            Files.write(folder.resolve(name), bytes);
            return;
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name + ".gz")))) {
            out.write(bytes);
        }
    }
}
