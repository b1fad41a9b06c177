package io.compuerta.policy.rule;

import io.compuerta.policy.yaml.Nearest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what CEL's parser and checker mean in words for people who do not write compilers. */
final class CelMessages {

    private static final Pattern OVERLOAD = Pattern.compile(
            "found no matching overload for '(.+?)' applied to '(.*?)' \\(candidates.*", Pattern.DOTALL);
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '(.+?)'.*", Pattern.DOTALL);
    private static final Pattern WRONG_RESULT = Pattern.compile("expected type 'bool' but found '(.+)'");
    private static final Pattern OPERATOR = Pattern.compile("@?_?([^_@]+)_?");
    private static final Pattern EXPECTING = Pattern.compile("\\s+expecting\\s.*", Pattern.DOTALL);
    private static final Pattern WORD_OPERATOR = Pattern.compile("(?i)\\b(and|or|not)\\b");
    private static final Pattern SINGLE_EQUALS = Pattern.compile("(?<![=!<>])=(?!=)");

    private static final List<String> FUNCTIONS = List.of(
            "size",
            "contains",
            "startsWith",
            "endsWith",
            "matches",
            "exists",
            "exists_one",
            "all",
            "filter",
            "map",
            "int",
            "double",
            "string",
            "has");

    private CelMessages() {}

    /** For a condition that cannot be parsed. */
    static String ofSyntax(String message, String condition) {
        String core = EXPECTING
                .matcher(message)
                .replaceFirst("")
                .replace("mismatched input '<EOF>'", "unexpected end")
                .replace("mismatched input", "unexpected")
                .replace("extraneous input", "unexpected")
                .replace("token recognition error at:", "cannot read")
                .replace("no viable alternative at input", "cannot read")
                .replace("<EOF>", "end");
        String hint = "";
        if (WORD_OPERATOR.matcher(condition).find()) {
            hint = "; write && for and, || for or, ! for not";
        } else if (SINGLE_EQUALS.matcher(condition).find()) {
            hint = "; write == to compare";
        }
        return "this is not a condition: " + core + hint;
    }

    /** For a condition whose types do not fit. */
    static String ofType(String message) {
        Matcher overload = OVERLOAD.matcher(message);
        if (overload.matches()) {
            return overload(overload.group(1), overload.group(2));
        }
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            String name = undeclared.group(1);
            return Variable.named(name).isPresent()
                    ? "'" + name + "' is a variable, not a function" + callHint(name)
                    : Nearest.unknown("function", name, FUNCTIONS);
        }
        Matcher result = WRONG_RESULT.matcher(message);
        if (result.matches()) {
            return "a condition must be true or false; this is " + result.group(1);
        }
        return message;
    }

    private static String callHint(String name) {
        return name.equals(Variable.HEALTHY.celName()) ? "; write \"openai\" in healthy" : "";
    }

    private static String overload(String function, String arguments) {
        Matcher operator = OPERATOR.matcher(function);
        String name = operator.matches() ? operator.group(1) : function;
        String hint = "";
        if (arguments.contains("double") && arguments.contains("int")) {
            hint = "; write the number with a decimal point, such as 1.0";
        } else if (arguments.contains("list(string)") && !name.equals("in")) {
            hint = "; to look for a word in a list write \"word\" in topics";
        }
        return "'" + name + "' does not fit " + arguments + hint;
    }
}
