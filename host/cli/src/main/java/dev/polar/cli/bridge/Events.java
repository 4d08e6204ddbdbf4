package dev.polar.cli.bridge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads server-sent events (WHATWG HTML, section 9.2.6) for their data; a retry time is remembered. */
final class Events {
    private final BufferedReader lines;
    private Optional<Long> retryMillis = Optional.empty();
    private Optional<String> lastId = Optional.empty();

    Events(InputStream in) {
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The data of the next event that has any; empty at the end. */
    Optional<String> next() throws IOException {
        var data = new StringBuilder();
        boolean any = false;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (any && !data.isEmpty()) {
                    return Optional.of(data.toString());
                }
                any = false;
            } else if (line.startsWith("data:")) {
                data.append(any ? "\n" : "").append(value(line));
                any = true;
            } else if (line.startsWith("id:")) {
                lastId = Optional.of(value(line)).filter(id -> !id.isEmpty());
            } else if (line.startsWith("retry:") && value(line).matches("[0-9]{1,9}")) {
                retryMillis = Optional.of(Long.parseLong(value(line)));
            }
        }
        return Optional.empty();
    }

    Optional<Long> retryMillis() {
        return retryMillis;
    }

    Optional<String> lastId() {
        return lastId;
    }

    private static String value(String line) {
        var value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
