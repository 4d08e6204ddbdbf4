/** What authors do, without a host: make keys, write a plugin, check, pack, sign and verify it. */
@NullMarked
package dev.polar.cli.author;

import org.jspecify.annotations.NullMarked;
