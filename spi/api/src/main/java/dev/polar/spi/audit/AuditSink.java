package dev.polar.spi.audit;

/**
 * Takes records out of the log of its host: in order, each at least once. It is asked for one batch at a time and has ten
 * seconds for it; {@link dev.polar.spi.PluginContext} answers it as the plugin itself and calls no tools for it.
 */
@FunctionalInterface
public interface AuditSink {
    /**
     * Takes a batch. When this returns the records are the sink's, and it is not offered them again.
     *
     * @throws Exception anything: then, as when it is late, it is offered the same records again after a while, which
     *     grows from one second to a minute
     */
    void accept(AuditBatch batch) throws Exception;
}
