/**
 * A Java plugin in a process of its own, behind the same SPI. {@link dev.polar.worker.Worker} loads it with the same
 * runtimes that the host has; what it asks its context for goes to the host.
 */
@NullMarked
package dev.polar.worker;

import org.jspecify.annotations.NullMarked;
