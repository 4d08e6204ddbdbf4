/** What is packed as plugins to measure with; it knows the SPI and nothing of the host. */
@NullMarked
package dev.polar.bench.plugin;

import org.jspecify.annotations.NullMarked;
