package dev.polar.adminapi;

/**
 * A web address with a one-time code.
 *
 * @param person as whom it opens the page
 */
public record WebLink(String url, String expires, String person) {
    /** Somebody who is nobody in particular. */
    public static final String GUEST = "guest";
}
