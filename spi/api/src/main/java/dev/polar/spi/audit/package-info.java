/**
 * Records for whoever keeps a copy of the audit log elsewhere. An {@link dev.polar.spi.audit.AuditSink} is handed
 * {@link dev.polar.spi.audit.AuditBatch batches} of the categories its plugin may see ({@code audit.receive}), after they
 * are durable: it holds nothing up, and changes nothing. Experimental until two independent ones exist.
 */
@NullMarked
package dev.polar.spi.audit;

import org.jspecify.annotations.NullMarked;
