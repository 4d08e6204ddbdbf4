/**
 * The journal: the audit log as the code writes it. A {@link dev.polar.host.audit.Draft} says what happens; a
 * {@link dev.polar.host.audit.Journal} gives it its place, makes it durable and only then returns, and takes a
 * {@link dev.polar.host.audit.Rider} along: a database change that commits together with its record or not at all.
 * {@code PostgresJournal} is the one journal there is; records get their places in its {@code Line} and its {@code
 * Sequencer} writes one {@code Batch} at a time for everybody who waits. {@code AuditLog} reads what was written and
 * exports it, {@link
 * dev.polar.host.audit.PastRecords} finds records for people, page by page and trace by trace, {@link
 * dev.polar.host.audit.Openings} keeps what commitments hide until it is forgotten, and {@link
 * dev.polar.host.audit.LogTree} proves that something is in it or that it only grew.
 */
@NullMarked
package dev.polar.host.audit;

import org.jspecify.annotations.NullMarked;
