/** Plugins on a host: let in, looked at, turned on and off, thrown out. */
@NullMarked
package dev.polar.cli.plugin;

import org.jspecify.annotations.NullMarked;
