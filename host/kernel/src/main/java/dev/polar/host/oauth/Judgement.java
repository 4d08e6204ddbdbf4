package dev.polar.host.oauth;

/** What an access token is worth. */
public sealed interface Judgement {
    /** Its issuer says here and now that this is who brings it. */
    record Valid(Subject subject) implements Judgement {}

    /** It is valid, and was not asked to be good for this host. */
    record TooNarrow() implements Judgement {}

    /** @param why in words that may go into a header field */
    record Invalid(String why) implements Judgement {}

    /** Nobody can tell, since the issuer's keys cannot be had. */
    record Unknown(String why) implements Judgement {}
}
