package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradus.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table of docs/optimizers.md to the rules. */
class OptimizerTableTest {
    private static final Shape MATRIX = Shape.of(64, 32);
    private static final Path TABLE = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolveSibling("docs")
            .resolve("optimizers.md");

    static Stream<Class<?>> rules() {
        return RuleCase.all()
                .<Class<?>>map(c -> c.rule().getClass())
                .filter(rule -> Modifier.isPublic(rule.getModifiers()))
                .distinct()
                .sorted(Comparator.comparing(Class::getSimpleName));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRowOfEachRuleSaysWhatTheRuleSays(Class<?> rule) throws Exception {
        List<String> row = row(rule.getSimpleName());
        assertThat(row.get(1)).as("dialects of %s", rule.getSimpleName()).isEqualTo(dialects(rule));
        Method made = defaults(rule);
        if (made.getParameterCount() > 0) {
            assertThat(row.get(2)).as("a rule around another one").startsWith("around a rule");
            return;
        }
        UpdateRule defaults = (UpdateRule) made.invoke(null);
        SlotSpec slots = defaults.slots(MATRIX);
        assertThat(row.get(2)).as("defaults of %s", rule.getSimpleName()).isEqualTo(text(defaults));
        assertThat(row.get(3)).as("slots of %s", rule.getSimpleName()).isEqualTo(names(slots) + "; " + memory(slots));
    }

    /** A second constructor could have other defaults than {@code defaults()} has, as has happened elsewhere. */
    @ParameterizedTest
    @MethodSource("rules")
    void c20NoRuleHasASecondPlaceForItsDefaults(Class<?> rule) throws Exception {
        Constructor<?>[] constructors = rule.getDeclaredConstructors();
        assertThat(constructors).hasSize(1);
        assertThat(constructors[0].getParameterCount()).isEqualTo(rule.getRecordComponents().length);
        assertThat(Arrays.stream(rule.getMethods())
                        .filter(m -> Modifier.isStatic(m.getModifiers())
                                && Set.of("defaults", "of").contains(m.getName())))
                .as("one method that makes the rule with its defaults")
                .hasSize(1);
        assertThat(defaults(rule).getReturnType()).isEqualTo(rule);
    }

    @Test
    void everyRowIsThatOfARule() throws IOException {
        List<String> names = rules().map(Class::getSimpleName).toList();
        assertThat(rows().map(row -> row.get(0)))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(names::contains);
        assertThat(rows())
                .allMatch(row -> row.size() == 6, "has six columns")
                .allMatch(row -> row.stream().noneMatch(String::isEmpty), "has no empty one");
    }

    private static Method defaults(Class<?> rule) {
        return Arrays.stream(rule.getMethods())
                .filter(m -> m.getName().equals("defaults") || m.getName().equals("of"))
                .filter(m -> Modifier.isStatic(m.getModifiers()))
                .min(Comparator.comparing(Method::getName))
                .orElseThrow();
    }

    /** The static methods that make the rule in another way, in alphabetical order. */
    private static String dialects(Class<?> rule) {
        List<String> names = Arrays.stream(rule.getMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()) && m.getReturnType() == rule)
                .map(Method::getName)
                .filter(name -> !name.equals("defaults") && !name.equals("of"))
                .sorted()
                .map(name -> "`" + name + "`")
                .toList();
        return names.isEmpty() ? "–" : String.join(", ", names);
    }

    private static String text(UpdateRule rule) throws ReflectiveOperationException {
        List<String> parts = new ArrayList<>();
        for (RecordComponent component : rule.getClass().getRecordComponents()) {
            parts.add(component.getName() + " " + number(component.getAccessor().invoke(rule)));
        }
        return String.join(", ", parts);
    }

    private static String number(Object value) {
        if (!(value instanceof Double d)) {
            return value instanceof Boolean b
                    ? (b ? "yes" : "no")
                    : value.toString().toLowerCase(Locale.ROOT);
        }
        if (d.isInfinite()) {
            return "∞";
        }
        String text = d.toString().replace(".0E", "e").replace("E", "e");
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String names(SlotSpec slots) {
        String tensors = slots.tensors().stream().map(Slot::name).collect(Collectors.joining(", "));
        return tensors.isEmpty() ? "none" : tensors;
    }

    /** Floats for each weight of a matrix of 64 rows and 32 columns. */
    private static String memory(SlotSpec slots) {
        double floats =
                slots.tensors().stream().mapToInt(slot -> slot.shape().size()).sum();
        double each = floats / MATRIX.size();
        return each == Math.rint(each) ? Long.toString((long) each) : String.format(Locale.ROOT, "%.2f", each);
    }

    private static List<String> row(String rule) throws IOException {
        return rows().filter(row -> row.get(0).equals(rule))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/optimizers.md has no row for " + rule));
    }

    /** The cells of the rows of the table whose first cell is a name in code. */
    private static Stream<List<String>> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(
                                line.substring(1, line.lastIndexOf('|')).split("\\|"))
                        .map(String::strip)
                        .toList())
                .map(OptimizerTableTest::named);
    }

    private static List<String> named(List<String> cells) {
        List<String> named = new ArrayList<>(cells);
        named.set(0, cells.get(0).replace("`", ""));
        return named;
    }
}
