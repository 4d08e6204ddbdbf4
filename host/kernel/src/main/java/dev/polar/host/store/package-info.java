/**
 * Where the host keeps what must not be lost; knows no feature. {@link dev.polar.host.store.Database} is PostgreSQL,
 * our own {@link dev.polar.host.store.Cluster} or an operator's; a {@link dev.polar.host.store.Work} runs in one
 * {@link dev.polar.host.store.Transaction} of it, and only classes named {@code *Table} look inside.
 * {@link dev.polar.host.store.Migrations} brings the tables up to date at every start.
 * A {@link dev.polar.host.store.Bell} rings when a node has something to do for others; {@link
 * dev.polar.host.store.Listening} hears bells and asks on the same connection.
 * {@link dev.polar.host.store.ContentStore} keeps package entries under their digests, and
 * {@link dev.polar.host.store.MasterKey} seals what even a reader of the database must not see.
 */
@NullMarked
package dev.polar.host.store;

import org.jspecify.annotations.NullMarked;
