/** The process that witnesses logs: {@code polar witness}. It needs no host, and is best on another machine than one. */
@NullMarked
package dev.polar.cli.witness;

import org.jspecify.annotations.NullMarked;
