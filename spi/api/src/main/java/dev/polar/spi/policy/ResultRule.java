package dev.polar.spi.policy;

/**
 * One rule, asked after each call that its plugin's {@code gate.observe} permissions name, before anybody sees the
 * result; under the same bounds as a {@link PolicyRule}.
 */
@FunctionalInterface
public interface ResultRule {
    /**
     * Looks at one result.
     *
     * @throws Exception anything: then, as when it is late, the result is withheld and the operator told
     */
    Review review(ResultQuestion question) throws Exception;
}
