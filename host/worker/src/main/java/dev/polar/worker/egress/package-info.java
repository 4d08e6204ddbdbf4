/**
 * The near end of the way out. A confined process has a network of its own with nothing in it but loopback; {@link
 * dev.polar.worker.egress.Forwarder} listens there as the proxy that programs are told of, and carries bytes to and from
 * the one socket of the host's that the cage shows. It understands nothing and decides nothing: the host judges.
 *
 * <p>Runs beside any command, from this jar alone, with nothing but the JDK; a Java worker opens it in its own process.
 */
@NullMarked
package dev.polar.worker.egress;

import org.jspecify.annotations.NullMarked;
