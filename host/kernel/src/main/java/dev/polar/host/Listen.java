package dev.polar.host;

import java.util.regex.Pattern;

/**
 * Where a listener is wanted: {@code 0.0.0.0:7779}, {@code [::]:7779}.
 *
 * @param port 0 for a free one
 */
record Listen(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-f:.]+]|[A-Za-z0-9.-]+):([0-9]{1,5})");

    static Listen of(String text) {
        var found = FORM.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException("not HOST:PORT");
        }
        return new Listen(found.group(1), SettingValue.number(found.group(2), 0, 65_535));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
