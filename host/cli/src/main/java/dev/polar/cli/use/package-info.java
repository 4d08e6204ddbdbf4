/** Calling tools, and letting clients call them. */
@NullMarked
package dev.polar.cli.use;

import org.jspecify.annotations.NullMarked;
