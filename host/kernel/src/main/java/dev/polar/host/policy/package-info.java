/**
 * Allow, ask or deny. A {@link dev.polar.host.policy.PolicyFile} is what an operator wrote; a {@link
 * dev.polar.host.policy.Policy} the {@link dev.polar.host.policy.PolicyRule rules} read from it; a {@link
 * dev.polar.host.policy.Question} one call, and an {@link dev.polar.host.policy.Opinion} what policy says to it. Every rule
 * is evaluated, deny beats ask beats allow, and the first matching rule of the winning effect is the one recorded. Without a
 * match what only reads is allowed and everything else is asked.
 *
 * <p>A {@code Condition} is CEL ({@code Language}) over the {@code Facts} of a call, checked for its {@code Shape} when it is
 * read and evaluated within a {@code Budget}: one that cannot be evaluated, costs too much or is late counts against the call.
 *
 * <p>{@link dev.polar.host.policy.Policies} is what is in force, {@link dev.polar.host.policy.ChangingPolicy} how operators
 * change it.
 */
@NullMarked
package dev.polar.host.policy;

import org.jspecify.annotations.NullMarked;
