/**
 * The only way to anything with an effect. {@link dev.polar.host.gate.Gate#call} asks the {@link
 * dev.polar.host.gate.Stage stages} in order, writes the intent, enters, invokes, looks again, writes the outcome. A
 * {@link dev.polar.host.gate.Passage} is one call on its way; {@link dev.polar.host.gate.InFlight} holds those inside.
 */
@NullMarked
package dev.polar.host.gate;

import org.jspecify.annotations.NullMarked;
