/**
 * The host's front room: {@link dev.polar.host.Settings} is what an operator can turn, read once from flags, environment
 * and file before anything starts.
 */
@NullMarked
package dev.polar.host;

import org.jspecify.annotations.NullMarked;
