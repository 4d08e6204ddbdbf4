/**
 * Channel adapters: transport only. The host owns sockets, authenticity, durability, order and retries; an
 * {@link dev.polar.spi.channel.ChannelAdapter} says how its platform signs, reads what arrived and writes what goes
 * out. Experimental until two independent adapters exist.
 */
@NullMarked
package dev.polar.spi.channel;

import org.jspecify.annotations.NullMarked;
