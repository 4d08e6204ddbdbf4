/**
 * What a conversation has taken in. An answer from outside makes its session {@link
 * dev.polar.host.session.Label#UNTRUSTED}, one with the operator's or a person's own data {@link
 * dev.polar.host.session.Label#PRIVATE}; {@link dev.polar.host.session.Origins} says which access gives which, {@link
 * dev.polar.host.session.TakenIn} what the code of each generation has had in its hands, and {@link
 * dev.polar.host.session.Sessions} keeps the labels of each session until an operator consents to {@link
 * dev.polar.host.session.ClearingSession clearing} them. What follows from both together is the gate's matter.
 */
@NullMarked
package dev.polar.host.session;

import org.jspecify.annotations.NullMarked;
