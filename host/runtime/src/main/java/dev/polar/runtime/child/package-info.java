/**
 * Processes of strangers. A {@link dev.polar.runtime.child.Cage} says what one sees, and what it may use;
 * {@link dev.polar.runtime.child.Granted} is what a grant makes of that. {@link dev.polar.runtime.child.Confinement} finds
 * out by trying what can confine one here, and starts it: {@code Bwrap} by bubblewrap, {@code Landlocked} where that is
 * missing. Either goes through the {@link dev.polar.runtime.child.ChildStarter} and gives a
 * {@link dev.polar.runtime.child.Child}, which ends with all it started and says how it ended.
 *
 * <p>In bubblewrap it has namespaces of its own, none of the host's environment, no capability, and the system calls of
 * {@link dev.polar.runtime.seccomp.Filters}. Its only way to the network is an {@link dev.polar.runtime.child.Egress}, to
 * which a {@link dev.polar.runtime.child.Forwarder} carries what its programs send to a proxy.
 *
 * <p>What it may use is counted over it and all it starts by a {@code ControlGroup}, where
 * {@link dev.polar.runtime.child.ControlGroups} can make one, and else for each process by itself; {@code DiskWatch} looks
 * at its files. Groups of hosts that were killed are {@code Orphans}, and end when the next host starts.
 * {@link dev.polar.runtime.child.Interpreters} are the programs an operator lets packages name.
 */
@NullMarked
package dev.polar.runtime.child;

import org.jspecify.annotations.NullMarked;
