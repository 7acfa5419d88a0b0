package org.gradus.optim;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradus.optim.gradient.GradientTransform;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.rule.WrappedRule;
import org.gradus.optim.schedule.Schedule;

/** The table that shows which rule, rate and decay each parameter gets. */
final class Summary {
    private Summary() {}

    static String of(UpdateRule rule, Schedule schedule, OptimizerOptions options, List<Member> members) {
        StringBuilder text = new StringBuilder();
        text.append("rule: ").append(rule).append(System.lineSeparator());
        text.append("rate: ").append(schedule).append(System.lineSeparator());
        for (GradientTransform transform : options.transforms()) {
            text.append("transform: ").append(transform).append(System.lineSeparator());
        }
        if (options.average() != null) {
            text.append("average: ").append(options.average()).append(System.lineSeparator());
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("parameter", "shape", "rule", "rate", "decay"));
        long trained = 0;
        long frozen = 0;
        long decayed = 0;
        for (Member member : members) {
            int size = member.parameter.shape().size();
            trained += member.isFrozen() ? 0 : size;
            frozen += member.isFrozen() ? size : 0;
            decayed += !member.isFrozen() && member.decay() > 0 ? size : 0;
            rows.add(row(member));
        }
        table(rows, text);
        return text.append(String.format(
                        Locale.ROOT, "trained: %d, of which %d decay; frozen: %d", trained, decayed, frozen))
                .toString();
    }

    private static List<String> row(Member member) {
        String path = member.parameter.path();
        String shape = member.parameter.shape().toString();
        if (member.isFrozen()) {
            return List.of(path, shape, "frozen");
        }
        boolean spared = member.decay() == 0 && member.rule.decay() > 0 && Member.isBiasOrNorm(member.parameter);
        String decay = spared ? "0 (bias or norm)" : number(member.decay());
        return List.of(path, shape, name(member.rule), "x" + number(member.rateFactor), decay);
    }

    /** Two spaces between columns, each as wide as its widest cell. */
    private static void table(List<List<String>> rows, StringBuilder text) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                boolean last = column == row.size() - 1;
                text.append(cell).append(" ".repeat(last ? 0 : widths[column] - cell.length() + 2));
            }
            text.append(System.lineSeparator());
        }
    }

    private static String name(UpdateRule rule) {
        String name = rule.getClass().getSimpleName();
        return rule instanceof WrappedRule wrapper ? name + "(" + name(wrapper.inner()) + ")" : name;
    }

    /** Six digits: a power of a factor such as 0.9 has a long tail. */
    private static String number(double value) {
        double rounded = new BigDecimal(value, new MathContext(6)).doubleValue();
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e6
                ? Long.toString((long) rounded)
                : Double.toString(rounded);
    }
}
