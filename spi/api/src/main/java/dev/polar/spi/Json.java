package dev.polar.spi;

/** A JSON value as the host holds it. */
public interface Json {
    /** The value in its RFC 8785 form. */
    String text();

    /**
     * Binds the value to a record or JDK type of the plugin's own.
     *
     * @throws Refusal {@code ARGUMENTS_INVALID} if it does not fit
     */
    <T> T as(Class<T> type);
}
