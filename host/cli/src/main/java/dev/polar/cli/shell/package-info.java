/**
 * What every command is made of. A {@link dev.polar.cli.shell.Verb} makes a command for a
 * {@link dev.polar.cli.shell.Shell}: the {@link dev.polar.cli.shell.Terminal} it talks to and the
 * {@link dev.polar.cli.shell.CliSettings} that say where things are.
 */
@NullMarked
package dev.polar.cli.shell;

import org.jspecify.annotations.NullMarked;
