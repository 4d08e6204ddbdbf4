/**
 * Messages and what becomes of them. {@link dev.polar.host.work.Inbox} keeps what arrived, {@link
 * dev.polar.host.work.Answering} has the responder answer it, {@link dev.polar.host.work.Sending} carries the answer out;
 * {@link dev.polar.host.work.Mailroom} is all of it. A {@link dev.polar.host.work.Room} is answered in order, rooms side by
 * side: {@link dev.polar.host.work.Lanes} takes the first open row of each from a {@link dev.polar.host.work.LaneTable},
 * counted before it is worked on.
 */
@NullMarked
package dev.polar.host.work;

import org.jspecify.annotations.NullMarked;
