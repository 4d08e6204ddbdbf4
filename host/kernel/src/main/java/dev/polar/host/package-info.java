/**
 * The hall of the house. {@link dev.polar.host.Settings} is what an operator can turn, read once from flags, environment
 * and file before anything starts; {@link dev.polar.host.HostAssembly} puts the rooms together, from the database up to the
 * front doors, which open last; {@link dev.polar.host.Main} runs it until it is told to end.
 *
 * <p>The assembly in its order, each part made of those before it: {@code Remembered} outlives the process, {@code Machine}
 * is what there is for other processes, {@code Signed} what operators consented to, {@code Calling} the way of a call,
 * {@code Running} what plugins are given and what runs them, {@code Changing} what operators can do, {@code FrontDoors} and
 * {@code OperatorDoor} who comes in. Whatever cages foreign code is wired in {@code Machine} (is it there?) and
 * {@code Running} (who is put into it?), and nowhere else.
 */
@NullMarked
package dev.polar.host;

import org.jspecify.annotations.NullMarked;
