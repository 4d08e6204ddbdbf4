package dev.polar.trust.audit.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The forms besides the canonical one. */
public enum ViewFormat {
    /** CloudEvents 1.0, JSON event format, one event a line. */
    CLOUDEVENTS("records.cloudevents.jsonl"),
    /** OCSF 1.9.0-dev with the profiles security_control and record_integrity, one event a line. */
    OCSF("records.ocsf.jsonl"),
    /** RFC 4180, every field quoted. */
    CSV("records.csv"),
    /** Common Event Format, version 0, without a syslog header. */
    CEF("records.cef");

    private final String file;

    ViewFormat(String file) {
        this.file = file;
    }

    /** The form of that name, in lower case. */
    public static Optional<ViewFormat> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.text().equals(name))
                .findFirst();
    }

    /** All names, for a sentence. */
    public static String names() {
        return Arrays.stream(values()).map(ViewFormat::text).collect(Collectors.joining(", "));
    }

    /** Its name. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of the file in an export. */
    public String file() {
        return file;
    }

    /**
     * Writes records of one log.
     *
     * @param origin the log's
     * @param version of the host that writes
     */
    public View of(String origin, String version) {
        return switch (this) {
            case CLOUDEVENTS -> new CloudEvents(origin);
            case OCSF -> new Ocsf(origin, version);
            case CSV -> new Csv(origin);
            case CEF -> new Cef(origin, version);
        };
    }
}
