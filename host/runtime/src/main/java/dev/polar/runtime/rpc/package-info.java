/**
 * JSON-RPC 2.0 (jsonrpc.org/specification, 4 January 2013) with someone who is not trusted. Read in this order: an
 * {@link dev.polar.runtime.rpc.Ask} is sent through a {@link dev.polar.runtime.rpc.Peer}, which gives an
 * {@link dev.polar.runtime.rpc.Exchange}; awaiting it gives a {@link dev.polar.runtime.rpc.Reply}. What the other side
 * says unasked goes to {@link dev.polar.runtime.rpc.Incoming}.
 *
 * <p>{@link dev.polar.runtime.rpc.StdioPeer} does this over two pipes, one message a line. Everything it reads is
 * bounded: the line, the values in it, what waits to be written. An answer that is too large fails its own call; only a
 * line that does not end, ends the connection.
 */
@NullMarked
package dev.polar.runtime.rpc;

import org.jspecify.annotations.NullMarked;
