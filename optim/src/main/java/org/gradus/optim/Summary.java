package org.gradus.optim;

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
        int wide = "parameter".length();
        int wider = "shape".length();
        for (Member member : members) {
            wide = Math.max(wide, member.parameter.path().length());
            wider = Math.max(wider, member.parameter.shape().toString().length());
        }
        String format = "%-" + wide + "s  %-" + wider + "s  %-12s  %-6s  %s%n";
        StringBuilder text = new StringBuilder();
        text.append("rule: ").append(rule).append(System.lineSeparator());
        text.append("rate: ").append(schedule).append(System.lineSeparator());
        for (GradientTransform transform : options.transforms()) {
            text.append("transform: ").append(transform).append(System.lineSeparator());
        }
        if (options.average() != null) {
            text.append("average: ").append(options.average()).append(System.lineSeparator());
        }
        text.append(String.format(Locale.ROOT, format, "parameter", "shape", "rule", "rate", "decay"));
        long trained = 0;
        long frozen = 0;
        long decayed = 0;
        for (Member member : members) {
            int size = member.parameter.shape().size();
            trained += member.isFrozen() ? 0 : size;
            frozen += member.isFrozen() ? size : 0;
            decayed += !member.isFrozen() && member.decay() > 0 ? size : 0;
            text.append(row(format, member));
        }
        return text.append(String.format(
                        Locale.ROOT, "trained: %d, of which %d decay; frozen: %d", trained, decayed, frozen))
                .toString();
    }

    private static String row(String format, Member member) {
        String path = member.parameter.path();
        String shape = member.parameter.shape().toString();
        if (member.isFrozen()) {
            return String.format(Locale.ROOT, format, path, shape, "frozen", "", "");
        }
        String name = name(member.rule);
        boolean spared = member.decay() == 0
                && member.rule.decay() > 0
                && member.parameter.shape().rank() <= 1;
        String decay = spared ? "0 (bias or norm)" : number(member.decay());
        return String.format(Locale.ROOT, format, path, shape, name, "x" + number(member.rateFactor), decay);
    }

    private static String name(UpdateRule rule) {
        String name = rule.getClass().getSimpleName();
        return rule instanceof WrappedRule wrapper ? name + "(" + name(wrapper.inner()) + ")" : name;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
