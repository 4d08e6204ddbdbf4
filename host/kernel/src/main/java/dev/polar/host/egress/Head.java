package dev.polar.host.egress;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The head of an HTTP/1.1 message (RFC 9112): its first line and its fields, in their order. Strict: a line ends with CR LF,
 * nothing is folded, and whatever two readers could take for different things is none.
 */
record Head(String first, List<Field> fields) {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\x80-\\xff\\t]*");
    private static final Pattern FIRST = Pattern.compile("[\\x20-\\x7e\\x80-\\xff]+");

    /** Between two neighbours only (RFC 9110 section 7.6.1); an upgrade would end what can be read here. */
    private static final Set<String> OF_THIS_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "proxy-authenticate",
            "te",
            "trailer",
            "upgrade",
            "http2-settings");

    record Field(String name, String value) {}

    static Head read(Incoming in) throws IOException {
        int length = 0;
        while (!ends(in, length)) {
            length++;
            while (in.available() < length) {
                if (!in.more()) {
                    throw new EOFException("it ended within its head");
                }
            }
        }
        var text = new String(in.take(length), StandardCharsets.ISO_8859_1);
        var lines = text.substring(0, text.length() - 4).split("\r\n", -1);
        if (!FIRST.matcher(lines[0]).matches()) {
            throw new Malformed("a first line that cannot be read");
        }
        var fields = new ArrayList<Field>();
        for (int i = 1; i < lines.length; i++) {
            fields.add(field(lines[i]));
        }
        return new Head(lines[0], List.copyOf(fields));
    }

    private static boolean ends(Incoming in, int length) {
        return length >= 4
                && in.at(length - 1) == '\n'
                && in.at(length - 2) == '\r'
                && in.at(length - 3) == '\n'
                && in.at(length - 4) == '\r';
    }

    private static Field field(String line) throws Malformed {
        int colon = line.indexOf(':');
        if (colon < 0
                || !NAME.matcher(line.substring(0, colon)).matches()
                || !VALUE.matcher(line).matches()) {
            throw new Malformed("a header that cannot be read");
        }
        return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** The fields that are meant for whoever is behind the next neighbour, without those named. */
    List<Field> passedOn(String... without) {
        var dropped = Stream.of(
                        OF_THIS_HOP.stream(),
                        Stream.of(without),
                        values("connection").stream().flatMap(value -> Stream.of(value.split(","))))
                .flatMap(names -> names)
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return fields.stream()
                .filter(field -> !dropped.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    static byte[] bytes(String first, List<Field> fields) {
        var text = new StringBuilder(first).append("\r\n");
        fields.forEach(field ->
                text.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
