package org.gradus.examples.digits;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.gradus.core.Rng;
import org.gradus.data.Dataset;
import org.gradus.data.Idx;
import org.gradus.data.LabelledCsv;
import org.gradus.data.Split;

/** The images that the programs work on, cut into parts. */
public final class DigitsData {
    /** How the digits are cut. */
    public enum Cut {
        /** Rows 1 to 1297 train and validate, the rest, by other writers, are the test. */
        WRITER,
        /** 360 test digits by chance, each digit in proportion; an easier test, since writers are on both sides. */
        STRATIFIED
    }

    private static final int SIDE = 8;
    private static final int TEST_FROM = 1297;
    private static final int STRATIFIED_TEST = 360;
    private static final int VALIDATION = 130;
    private static final double MNIST_VALIDATION = 0.1;

    private DigitsData() {}

    /**
     * The 1,797 digits that come with the program.
     *
     * @return images {@code [n, 1, 8, 8]} and labels
     * @throws IOException when they are missing from the program's jar
     */
    public static Dataset digits() throws IOException {
        String name = "digits.csv";
        InputStream in = DigitsData.class.getResourceAsStream(name);
        if (in == null) {
            throw new NoSuchFileException(name, null, "it is missing from the program's jar");
        }
        try (Reader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            Dataset flat = LabelledCsv.read(text, name);
            return flat.withFeatures(flat.features().reshape(-1, 1, SIDE, SIDE));
        }
    }

    /**
     * The same digits, cut into parts.
     *
     * @param cut how
     * @param seed what chance depends on
     * @return the parts
     * @throws IOException when the digits are missing from the program's jar
     */
    public static Split digits(Cut cut, long seed) throws IOException {
        Dataset all = digits();
        Rng rng = Rng.of(seed).at("split");
        return switch (cut) {
            case WRITER -> Split.byOrder(all, TEST_FROM, VALIDATION, rng);
            case STRATIFIED -> Split.stratified(all, VALIDATION, STRATIFIED_TEST, rng);
        };
    }

    /** The files of MNIST and its relatives in a folder of the user's; a tenth of the training part validates. */
    static Split idx(Path folder, long seed) throws IOException {
        Dataset train = Idx.read(find(folder, "train-images-idx3-ubyte"), find(folder, "train-labels-idx1-ubyte"));
        Dataset test = Idx.read(find(folder, "t10k-images-idx3-ubyte"), find(folder, "t10k-labels-idx1-ubyte"));
        int validation = (int) (train.size() * MNIST_VALIDATION);
        Split parts = Split.stratified(train, validation, 0, Rng.of(seed).at("split"));
        return new Split(parts.train(), parts.validation(), test);
    }

    private static Path find(Path folder, String name) throws IOException {
        Path plain = folder.resolve(name);
        Path zipped = folder.resolve(name + ".gz");
        if (!Files.exists(plain) && !Files.exists(zipped)) {
            throw new NoSuchFileException(plain.toString(), null, "expected this file, or the same with .gz");
        }
        return Files.exists(plain) ? plain : zipped;
    }
}
