/**
 * Processes of strangers. {@link dev.polar.runtime.child.Confinement} finds out by trying whether this machine can
 * confine one, and turns a {@link dev.polar.runtime.child.Cage} into a command line for bubblewrap; a
 * {@link dev.polar.runtime.child.ChildStarter} starts it and gives a {@link dev.polar.runtime.child.Child}, which ends
 * with what it started. {@link dev.polar.runtime.child.Interpreters} are the programs an operator lets packages name.
 *
 * <p>What holds a child: namespaces of its own for users, processes, mounts, network, IPC, host name and control
 * groups, none of the host's environment, no capability, resource limits. There is no system call filter yet, and no
 * network: a child that was granted a host refuses to start rather than share the host's network.
 */
@NullMarked
package dev.polar.runtime.child;

import org.jspecify.annotations.NullMarked;
