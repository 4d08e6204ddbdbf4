/**
 * Several hosts on one database. Each is a {@link dev.polar.host.node.Node}: a row that it renews every second. What it
 * knows of itself is its {@link dev.polar.host.node.Lease}, a deadline on its own monotonic clock that each renewal moves
 * on; without one it admits nothing. {@link dev.polar.host.node.Membership} renews, hears of every change of trust or
 * catalog, has its {@link dev.polar.host.node.Follower} put it in force, and acknowledges the epoch it stands at. {@link
 * dev.polar.host.node.Nodes} is what a change asks when it must not return before the others follow.
 */
@NullMarked
package dev.polar.host.node;

import org.jspecify.annotations.NullMarked;
