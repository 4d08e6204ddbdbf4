/** Who may bring code in, what was taken back, and the secrets that plugins may use. */
@NullMarked
package dev.polar.cli.trust;

import org.jspecify.annotations.NullMarked;
