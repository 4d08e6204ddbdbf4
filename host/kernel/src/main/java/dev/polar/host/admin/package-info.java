/**
 * The operator API. {@link dev.polar.host.admin.AdminRoutes} is the table of what can be asked. {@link
 * dev.polar.host.admin.AdminServer} carries it over a Unix domain socket in the data directory, owner-only, {@link
 * dev.polar.host.admin.TlsServer} over TLS if that is wanted; a doorman at each says who the {@link
 * dev.polar.host.admin.Asker} is. Whoever reaches the socket may read, whoever shows a token what their role may; whatever
 * changes something needs an operator's signature.
 */
@NullMarked
package dev.polar.host.admin;

import org.jspecify.annotations.NullMarked;
