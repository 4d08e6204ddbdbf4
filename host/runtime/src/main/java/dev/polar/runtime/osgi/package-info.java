/**
 * OSGi as a class space. {@link dev.polar.runtime.osgi.OsgiRuntime} reads a bundle into the {@code LoadTable}, the only
 * place the framework installs from; {@code BundleHeaders} writes what the framework gets to read, {@code BundleContent}
 * gives it the bytes, {@code WiringRules} say who may be wired to whom, and {@code BundleSpace} installs, resolves and
 * removes. Nothing is ever started, and services are not used.
 */
@NullMarked
package dev.polar.runtime.osgi;

import org.jspecify.annotations.NullMarked;
