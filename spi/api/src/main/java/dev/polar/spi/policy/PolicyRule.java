package dev.polar.spi.policy;

/**
 * One rule, asked before each call that its plugin's {@code gate.observe} permissions name, from many threads at once. It
 * has 250 ms, {@link dev.polar.spi.PluginContext} answers it as the plugin itself and calls no tools for it.
 */
@FunctionalInterface
public interface PolicyRule {
    /**
     * Judges one call. Whatever the answer, the operator's own rules and other plugins' rules are asked too, and the
     * strictest answer holds.
     *
     * @throws Exception anything: then, as when it is late, the call is denied and the operator told
     */
    Opinion judge(PolicyQuestion question) throws Exception;
}
