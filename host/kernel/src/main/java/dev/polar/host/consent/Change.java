package dev.polar.host.consent;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.trust.audit.Category;
import java.util.Map;

/** One kind of thing an operator can consent to; each feature brings its own. */
public interface Change {
    /** The action's name in requests, statements and records: {@code install}, {@code trust.add}. */
    String action();

    /**
     * Computes what would be done, without doing it. Asked again when the signed statement arrives, and anything that
     * came out different is {@code PLAN_CHANGED}: the same request in the same world must give an equal body.
     *
     * @throws dev.polar.spi.Refusal if it would be refused
     */
    Prepared prepare(Request request);

    /**
     * Does it. The signature is verified and the body recomputed equal; the change still has to
     * {@linkplain Consented#store store} the consent in the transaction that changes what was consented to.
     *
     * @param secret values that are neither signed nor stored in the clear
     */
    Done apply(Consented consent, Map<String, String> secret);

    /** What records of refusals say it is about. */
    default Category category() {
        return Category.TRUST;
    }

    /** Whether it must go through at once: beside other commits, and while the database is silent. */
    default boolean urgent() {
        return false;
    }
}
