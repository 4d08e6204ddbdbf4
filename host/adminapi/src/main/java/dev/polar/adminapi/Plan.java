package dev.polar.adminapi;

import java.util.List;

/**
 * What would be done.
 *
 * @param digest {@code sha256:<hex>} of the statement
 * @param statement base64 of canonical JSON: what the operator signs and what the command line shows
 * @param plain whether it widens nothing and warns of nothing: a plain question is enough
 * @param notes what a reader should know and nobody signs, such as reasons and ages
 */
public record Plan(String digest, String statement, boolean plain, List<String> notes) {
    /** A note that begins like this is a line of the differences; it is shown with all of them and not by itself. */
    public static final String DIFFERENCE = "difference: ";
}
