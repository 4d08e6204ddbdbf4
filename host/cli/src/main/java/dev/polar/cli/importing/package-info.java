/**
 * What others made becomes a package directory that can be looked at, signed and installed. An
 * {@link dev.polar.cli.importing.ImportSource} is a folder, a URL or a command line; the
 * {@link dev.polar.cli.importing.Importer} turns it into an {@link dev.polar.cli.importing.Imported}: files, and
 * findings that say what is unusual, left out or asked for.
 *
 * <p>Nothing of a source runs here. A command that would fetch what it runs is resolved once, by {@code npm} with
 * lifecycle scripts off, and what it would have run becomes part of the package; one that cannot be resolved is refused.
 * An import is lenient where publishing is strict, and refuses what is dangerous or ambiguous.
 */
@NullMarked
package dev.polar.cli.importing;

import org.jspecify.annotations.NullMarked;
