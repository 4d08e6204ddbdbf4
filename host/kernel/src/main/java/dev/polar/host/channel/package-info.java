/**
 * The web channel's side in the host. {@link dev.polar.host.channel.WebChannel} is all of it: a one-time link becomes a
 * {@link dev.polar.host.channel.WebSessions session}, {@link dev.polar.host.channel.WebPage} serves the plugin's page,
 * {@link dev.polar.host.channel.Receiving} takes a message in, {@link dev.polar.host.channel.WebRooms} keeps what a room
 * saw last, and {@link dev.polar.host.channel.EventStream} shows it. The plugin only reads what was sent.
 */
@NullMarked
package dev.polar.host.channel;

import org.jspecify.annotations.NullMarked;
