/** The audit trail: what it says, taking it out, and proving it with no host at all. */
@NullMarked
package dev.polar.cli.audit;

import org.jspecify.annotations.NullMarked;
