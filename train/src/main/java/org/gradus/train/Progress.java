package org.gradus.train;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how training goes: on a terminal a bar with rate, remaining time, loss and accuracy; elsewhere a plain line for each
 * epoch.
 */
public final class Progress implements Callback {
    private static final int INTERVAL_MILLIS = 100;

    private final PrintStream out;
    private final boolean terminal;
    private @Nullable ProgressBar bar;

    /**
     * Shows progress on any stream.
     *
     * @param out where to
     * @param terminal whether a bar can be drawn over and over on the same line
     */
    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Shows progress on the standard error stream, as a bar if this process has a terminal.
     *
     * @return the callback
     */
    public static Progress onTerminal() {
        return new Progress(System.err, hasTerminal());
    }

    /** From JDK 22 on there may be a console without a terminal, which it then says by a method that 17 lacks. */
    @SuppressWarnings("SystemConsoleNull") // null means no terminal on 17, and is not relied on from 22 on
    private static boolean hasTerminal() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Override
    public void onStart(int epochs, long steps) {
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setInitialMax(steps)
                    .setUnit("", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(INTERVAL_MILLIS)
                    .setConsumer(new ConsoleProgressBarConsumer(out))
                    .showSpeed()
                    .build();
        }
    }

    @Override
    public void onStep(StepEvent event) {
        if (bar != null) {
            bar.setExtraMessage(String.format(
                    Locale.ROOT,
                    " epoch %d loss %.3f accuracy %.1f%%",
                    event.epoch() + 1,
                    event.epochLoss(),
                    100 * event.epochAccuracy()));
            bar.step();
        }
    }

    @Override
    public boolean onEpoch(EpochEvent event) {
        if (bar == null) {
            String validation = event.validation()
                    .map(v -> String.format(
                            Locale.ROOT, ", validation loss %.4f, accuracy %.2f %%", v.loss(), 100 * v.accuracy()))
                    .orElse("");
            out.printf(
                    Locale.ROOT,
                    "epoch %d/%d: loss %.4f, accuracy %.2f %%%s (%.1f s)%n",
                    event.epoch() + 1,
                    event.epochs(),
                    event.train().loss(),
                    100 * event.train().accuracy(),
                    validation,
                    event.seconds());
        }
        return true;
    }

    @Override
    public void onEnd() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
