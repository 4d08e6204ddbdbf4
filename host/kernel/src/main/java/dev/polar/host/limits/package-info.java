/**
 * What holds calls back though they are allowed. A {@link dev.polar.host.limits.Demand} is a call as limits see it. {@link
 * dev.polar.host.limits.Rates} counts how often, {@link dev.polar.host.limits.Pauses} who goes on all the same, {@link
 * dev.polar.host.limits.Crowds} how many at once, {@link dev.polar.host.limits.Breakers} what keeps failing, {@link
 * dev.polar.host.limits.Budgets} how much. Only what changes seldom is written, and with the record of the call that
 * changed it; how often everybody called is read back from the journal at start. {@link
 * dev.polar.host.limits.Resuming} is an operator's word that a pause has been long enough, or that one of the {@link
 * dev.polar.host.limits.SpentServers} may start again.
 */
@NullMarked
package dev.polar.host.limits;

import org.jspecify.annotations.NullMarked;
