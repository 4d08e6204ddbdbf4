/**
 * The host's end of a Java plugin in a process of its own. {@link dev.polar.runtime.worker.WorkerRuntime} starts {@link
 * dev.polar.runtime.worker.WorkerImage} in a {@code WorkerCage} and gives a {@code WorkerGeneration}: a contract, {@code
 * Turns} that say who is answered now, and a {@code WorkerLink} that has the {@code WorkerProcess} or starts it again. A
 * call goes there under one of the {@code Handles}; what the plugin asks for comes back to the {@code Desk}, which answers
 * {@code Requests} in the name of the call that the handle stands for.
 *
 * <p>The process is believed nothing: it holds no right, and whatever it says is the plugin's word. The other classes
 * are the messages, for both ends: {@code ...Json} write and read them member by member, and what cannot be read is
 * {@link dev.polar.runtime.worker.Garbled}.
 */
@NullMarked
package dev.polar.runtime.worker;

import org.jspecify.annotations.NullMarked;
