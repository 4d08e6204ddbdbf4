/**
 * A Java plugin in a process of its own, behind the same SPI. {@link dev.polar.worker.Worker} takes standard input and
 * output for itself; {@code Serving} answers what the host asks: {@code Loading} loads the plugin with the same runtimes
 * that the host has, calls go to its generation, {@code Adapters} ask its channels. What the plugin asks its {@code
 * HostContext} for goes back to the host through {@code Asking}, in the name of the call that its thread answers.
 */
@NullMarked
package dev.polar.worker;

import org.jspecify.annotations.NullMarked;
