/**
 * The operator API over a Unix domain socket in the data directory, owner-only. {@link
 * dev.polar.host.admin.AdminRoutes} is the table of what can be asked; {@link dev.polar.host.admin.AdminServer} carries
 * it. Whoever reaches the socket may read; whatever changes something needs an operator's signature.
 */
@NullMarked
package dev.polar.host.admin;

import org.jspecify.annotations.NullMarked;
