/**
 * Records for plugins that keep a copy of the audit log elsewhere. {@link dev.polar.host.sink.AuditSinks} looks every
 * second which live plugins have sinks and may see what; a {@code Feed} hands one sink what was logged since, batch by
 * batch, behind its plugin's own door. It only reads what is durable: no sink can hold up the log, and how far each has come
 * is in {@code SinkTable}.
 */
@NullMarked
package dev.polar.host.sink;

import org.jspecify.annotations.NullMarked;
