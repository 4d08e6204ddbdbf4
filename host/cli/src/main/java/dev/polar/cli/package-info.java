/**
 * The command line, {@code polar}. {@link dev.polar.cli.Polar} takes the arguments, makes the one command they name from
 * {@code Verbs}, and turns what it throws into a refusal and an exit code. Each package below holds the commands of one
 * group and lists them in one class: {@code author} works without a host, the others talk to one over its admin socket.
 * {@code shell} is what they share.
 */
@NullMarked
package dev.polar.cli;

import org.jspecify.annotations.NullMarked;
