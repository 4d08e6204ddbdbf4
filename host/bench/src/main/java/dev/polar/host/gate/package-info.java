/**
 * What is measured from inside the gate, because its stages are nobody else's: {@link
 * dev.polar.host.gate.AdmissionBenchmark}.
 */
@NullMarked
package dev.polar.host.gate;

import org.jspecify.annotations.NullMarked;
