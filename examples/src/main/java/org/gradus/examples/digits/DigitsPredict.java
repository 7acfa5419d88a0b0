package org.gradus.examples.digits;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradus.core.Tensor;
import org.gradus.data.Dataset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a saved model in a fresh process and tells digits with it. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Reads a saved model and tells some of the digits that come with the program.")
public final class DigitsPredict implements Callable<Integer> {
    private static final String SHADES = " .:-=+*#%@";

    @Option(
            names = "--model",
            defaultValue = "models/digits.safetensors",
            paramLabel = "FILE",
            description = "What the digits program saved (default ${DEFAULT-VALUE}).")
    private Path model = Path.of("models", "digits.safetensors");

    @Parameters(
            paramLabel = "ROW",
            defaultValue = "1797",
            description = "Rows of digits.csv, counted from 1 (default ${DEFAULT-VALUE}).")
    private int[] rows = {};

    private final PrintStream out;

    DigitsPredict(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the program.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(System.out, args));
    }

    static int run(PrintStream out, String... args) {
        return new CommandLine(new DigitsPredict(out))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println("predict: " + exception.getMessage());
                    return command.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        DigitsClassifier classifier = DigitsClassifier.load(model);
        Dataset digits = DigitsData.digits();
        for (int row : rows) {
            Dataset one = digits.rows(row - 1);
            if (one.features().dim(2) != classifier.height() || one.features().dim(3) != classifier.width()) {
                throw new IOException(model + ": tells images of " + classifier.height() + "×" + classifier.width()
                        + " pixels, the digits have 8×8; train without --data");
            }
            Tensor probabilities = classifier.probabilities(one.features());
            int digit = probabilities.argMax(1).data()[0];
            out.print(picture(one.features()));
            out.printf(
                    Locale.ROOT,
                    "row %d: %d with probability %.3f; it is a %d%n",
                    row,
                    digit,
                    probabilities.at(0, digit),
                    one.labels().data()[0]);
        }
        return 0;
    }

    private static String picture(Tensor image) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < image.dim(2); y++) {
            for (int x = 0; x < image.dim(3); x++) {
                char shade = SHADES.charAt((int) Math.min(image.at(0, 0, y, x) / 16f * SHADES.length(), 9f));
                text.append(shade).append(shade);
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
