/**
 * What an MCP server offered when an operator said yes. A {@link dev.polar.trust.pin.ServerOffer} is what it says of
 * itself and its tools, as received; {@link dev.polar.trust.pin.PinFinding} is what an operator should look at before
 * approving; a {@link dev.polar.trust.pin.ToolSetPin} is its digest, and {@link dev.polar.trust.pin.Drift} how a later
 * offer differs from it.
 */
@NullMarked
package dev.polar.trust.pin;

import org.jspecify.annotations.NullMarked;
