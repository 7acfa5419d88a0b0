package org.gradus.optim.schedule;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes a schedule again from what it prints: a chain of calls of the methods of {@link Schedule} and {@link OneCycle}. */
final class Printed {
    private final String text;
    private int at;

    private Printed(String text) {
        this.text = text;
    }

    static Object parsed(String text) {
        Printed printed = new Printed(text);
        Object value = printed.chain();
        if (printed.at != text.length()) {
            throw new IllegalArgumentException(text + " at " + printed.at);
        }
        return value;
    }

    private Object chain() {
        Object value = primary();
        while (at < text.length() && text.charAt(at) == '.') {
            at++;
            value = call(value, word());
        }
        return value;
    }

    private Object primary() {
        if (Character.isDigit(text.charAt(at))) {
            return number();
        }
        String word = word();
        if (word.equals("inverse")) {
            return CompositeCases.INVERSE;
        }
        return word.equals(word.toUpperCase(Locale.ROOT)) ? Anneal.valueOf(word) : call(null, word);
    }

    private Object number() {
        int from = at;
        while (at < text.length() && "0123456789.E-".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(from, at);
        return digits.contains(".") ? (Object) Double.valueOf(digits) : (Object) Long.valueOf(digits);
    }

    private String word() {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(from, at);
    }

    private Object call(Object target, String name) {
        List<Object> arguments = new ArrayList<>();
        expect("(");
        while (text.charAt(at) != ')') {
            arguments.add(chain());
            if (text.charAt(at) == ',') {
                expect(", ");
            }
        }
        expect(")");
        Class<?> type = target instanceof OneCycle ? OneCycle.class : Schedule.class;
        for (Method method : type.getMethods()) {
            Object[] fitting = method.getName().equals(name) ? fitting(method, arguments) : null;
            if (fitting != null) {
                return invoke(method, target, fitting);
            }
        }
        throw new IllegalArgumentException("no " + name + arguments + " for " + text);
    }

    private static Object[] fitting(Method method, List<Object> arguments) {
        Class<?>[] types = method.getParameterTypes();
        if (method.isVarArgs() && arguments.size() >= types.length) {
            int fixed = types.length - 1;
            long[] rest = arguments.subList(fixed, arguments.size()).stream()
                    .mapToLong(a -> (Long) a)
                    .toArray();
            Object[] all = arguments.subList(0, types.length).toArray();
            all[fixed] = rest;
            return all;
        }
        if (types.length != arguments.size()) {
            return null;
        }
        for (int i = 0; i < types.length; i++) {
            Object argument = arguments.get(i);
            boolean fits = types[i] == long.class && argument instanceof Long
                    || types[i] == double.class && argument instanceof Double
                    || types[i].isInstance(argument);
            if (!fits) {
                return null;
            }
        }
        return arguments.toArray();
    }

    private static Object invoke(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private void expect(String next) {
        if (!text.startsWith(next, at)) {
            throw new IllegalArgumentException("'" + next + "' expected at " + at + " of " + text);
        }
        at += next.length();
    }
}
