/** Who may say yes: operators come, go, and get other keys. */
@NullMarked
package dev.polar.cli.operator;

import org.jspecify.annotations.NullMarked;
