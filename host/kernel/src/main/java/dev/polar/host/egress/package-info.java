/**
 * The way out of a cage without a network. What leaves a confined process comes here, over a Unix socket that is its own,
 * and is judged here; nothing inside is believed.
 *
 * <p>{@link dev.polar.host.egress.Relays} opens a {@code Relay} for each child. Every connection to its socket is a {@code
 * Link} with a thread; the {@code Door} finds out what it speaks: HTTP CONNECT or SOCKS 5 ({@code Dialect}), a request for
 * an http URL ({@code PlainRequest}), or one that the host is to make itself, with secrets ({@code HostRequests}). {@code
 * Opening} asks the {@link dev.polar.host.egress.Passage}, which is the broker's: the name is looked up once, and the
 * connection goes to what was checked. A {@code Tunnel} then looks at how the child begins: TLS has to name the granted
 * host in its {@code ClientHello} ({@code HelloRule}), in the second one too if the server asks for one. After that bytes
 * are carried and counted; every piece of them asks whether the grant still holds.
 *
 * <p>{@code Traffic} and {@code Refusals} become records ({@code Reports}).
 */
@NullMarked
package dev.polar.host.egress;

import org.jspecify.annotations.NullMarked;
