/**
 * The only writer of catalog and snapshot. {@link dev.polar.host.lifecycle.Transition} is the state machine, {@link
 * dev.polar.host.lifecycle.Step} the points at which a crash may strike. Operators move a plugin along its edges with
 * {@link dev.polar.host.lifecycle.Installing}, {@link dev.polar.host.lifecycle.Enabling}, {@link
 * dev.polar.host.lifecycle.Disabling}, {@link dev.polar.host.lifecycle.Uninstalling} and {@link
 * dev.polar.host.lifecycle.Revoking}; {@link dev.polar.host.lifecycle.Lifecycle} boots
 * ({@link dev.polar.host.lifecycle.Starting}), judges everything again when trust changes, and sets aside what may no longer
 * run.
 *
 * <p>{@link dev.polar.host.lifecycle.Loader} turns a stored package into a {@link
 * dev.polar.host.lifecycle.Running} plugin; {@link dev.polar.host.lifecycle.Roster} changes what is {@link
 * dev.polar.host.lifecycle.Present}, has it {@link dev.polar.host.lifecycle.Judging judged}, takes out what {@link
 * dev.polar.host.lifecycle.Falling falls}, and {@link dev.polar.host.lifecycle.Showing shows} the rest in the next snapshot.
 *
 * <p>What MCP servers offer is held to what was approved again and again ({@link dev.polar.host.lifecycle.Drifting}; what that
 * means is told in {@code offer}), and {@link dev.polar.host.lifecycle.Pinning} approves what differs.
 *
 * <p>Another release in a plugin's place: {@link dev.polar.host.lifecycle.Updates} works out an {@link
 * dev.polar.host.lifecycle.UpdatePlan}; {@link dev.polar.host.lifecycle.Staging} lets it wait, {@link
 * dev.polar.host.lifecycle.Updating} and {@link dev.polar.host.lifecycle.RollingBack} carry it out through {@link
 * dev.polar.host.lifecycle.Succession}, {@link dev.polar.host.lifecycle.Trying} for a part of the sessions. {@link
 * dev.polar.host.lifecycle.Switching} starts, commits and shows any number of them at once, {@link
 * dev.polar.host.lifecycle.Draining} ends what gave way. What a code's end left is found out and told in the {@link
 * dev.polar.host.lifecycle.Aftermath}: seeing its class loader go means a whole collection of garbage, which stops everybody. By itself the host goes back ({@link
 * dev.polar.host.lifecycle.Returning}) and ends a trial that does worse ({@link dev.polar.host.lifecycle.Trials}).
 *
 * <p>Several plugins change at once through {@link dev.polar.host.lifecycle.Several}: {@link dev.polar.host.lifecycle.ToLock}
 * works out a {@link dev.polar.host.lifecycle.Move} for each plugin that differs from a lock, each with the clauses that
 * consents to it alone would have had; one transaction and one snapshot do all of it.
 */
@NullMarked
package dev.polar.host.lifecycle;

import org.jspecify.annotations.NullMarked;
