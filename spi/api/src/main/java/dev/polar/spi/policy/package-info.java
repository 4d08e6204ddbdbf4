/**
 * Rules that plugins bring. A {@link dev.polar.spi.policy.PolicyRule} is asked before a call that its plugin watches
 * ({@code gate.observe}) and may make the answer of the operator's policy stricter, never milder; a {@link
 * dev.polar.spi.policy.ResultRule} is asked after it and may withhold the result or redact it, never write one.
 * Experimental until two independent plugins of each kind exist.
 */
@NullMarked
package dev.polar.spi.policy;

import org.jspecify.annotations.NullMarked;
