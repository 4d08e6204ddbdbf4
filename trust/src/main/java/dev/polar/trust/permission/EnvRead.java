package dev.polar.trust.permission;

import java.util.regex.Pattern;

/** Reading one environment variable of the host's. */
public record EnvRead(String variable) implements Access {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    static EnvRead read(Selector selector) {
        if (!VARIABLE.matcher(selector.text()).matches()) {
            throw selector.refused(0, "a variable has letters, digits and '_', and does not start with a digit");
        }
        return new EnvRead(selector.text());
    }

    @Override
    public String kind() {
        return "env.read";
    }

    @Override
    public String selector() {
        return variable;
    }
}
