/**
 * What a stranger's process may ask the kernel for. {@link dev.polar.runtime.seccomp.Filter} is a list of
 * {@link dev.polar.runtime.seccomp.Rule}s, each a {@link dev.polar.runtime.seccomp.Call}, the
 * {@link dev.polar.runtime.seccomp.Condition}s on its arguments and the {@link dev.polar.runtime.seccomp.Answer} it
 * gets. {@link dev.polar.runtime.seccomp.Filters} holds the lists that are used, one for each cage and one that a worker
 * puts on itself, with the reason for each line; {@link dev.polar.runtime.seccomp.Assembler} turns a list into the classic BPF program that the kernel
 * takes, for one {@link dev.polar.runtime.seccomp.Architecture}.
 *
 * <p>A filter sees numbers and registers, never what a pointer points to: files are the business of the mount namespace
 * or of Landlock. Calls that the table of an architecture does not know do not exist ({@code ENOSYS}), so that what a
 * later kernel adds has to be looked at first.
 */
@NullMarked
package dev.polar.runtime.seccomp;

import org.jspecify.annotations.NullMarked;
