package org.gradus.examples.digits;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradus.core.backend.Backends;
import org.gradus.data.Dataset;
import org.gradus.data.Split;
import org.gradus.train.ConfusionMatrix;
import org.gradus.train.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a small convolutional network on handwritten digits, tests it and saves it. */
@Command(
        name = "digits",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains a small convolutional network on handwritten digits, tests it and saves it.")
public final class DigitsProgram implements Callable<Integer> {
    @Option(
            names = "--split",
            defaultValue = "writer",
            paramLabel = "writer|stratified",
            description = "Test on other writers than those trained on (default), or on digits drawn by chance.")
    private DigitsData.Cut cut = DigitsData.Cut.WRITER;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Train on the MNIST-format files (IDX, plain or gzip) in DIR.")
    private @Nullable Path data;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "What all chance depends on (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--epochs", defaultValue = "60", description = "At most so many epochs (default ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Train on the first N samples of the training part only.")
    private @Nullable Integer samples;

    @Option(
            names = "--model",
            defaultValue = "models/digits.safetensors",
            paramLabel = "FILE",
            description = "Where the trained model is saved (default ${DEFAULT-VALUE}).")
    private Path model = Path.of("models", "digits.safetensors");

    private final PrintStream out;

    DigitsProgram(PrintStream out) {
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
        return new CommandLine(new DigitsProgram(out))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println("digits: " + exception.getMessage());
                    return command.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        Split split = data == null ? DigitsData.digits(cut, seed) : DigitsData.idx(data, seed);
        if (samples != null) {
            Dataset train = split.train();
            split = new Split(train.range(0, Math.min(samples, train.size())), split.validation(), split.test());
        }
        out.printf(
                "Backend: %s, Java %s%n",
                Backends.current().description(), Runtime.version().feature());
        out.printf(
                "%s: %d digits train, %d validate, %d test; seed %d%n",
                data == null ? "Split by " + cut.name().toLowerCase(Locale.ROOT) : data,
                split.train().size(),
                split.validation().size(),
                split.test().size(),
                seed);
        DigitsTraining.Result result = new DigitsTraining(seed, epochs).run(split, List.of(Progress.onTerminal()));
        ConfusionMatrix confusion = result.test().confusion();
        out.printf("%n%s%n%n", confusion);
        out.printf(Locale.ROOT, "Best of %d epochs by validation loss: %d%n", result.epochs(), result.bestEpoch() + 1);
        out.printf(
                Locale.ROOT,
                "Test accuracy: %.2f %% (%d of %d)%n",
                100 * confusion.accuracy(),
                confusion.correct(),
                confusion.total());
        result.classifier().save(model);
        out.printf("Model: %s%n", model);
        out.printf(
                "SHA-256 of the weights: %s%n",
                result.classifier().network().state().sha256());
        out.printf(Locale.ROOT, "Time: %.1f s%n", (System.nanoTime() - start) * 1e-9);
        return 0;
    }
}
