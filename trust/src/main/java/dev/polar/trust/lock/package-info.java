/**
 * {@code polar.lock}: the same plugins everywhere. A {@link dev.polar.trust.lock.Lock} names every plugin of a host down to
 * its digests, each as a {@link dev.polar.trust.lock.LockedPlugin}; {@link dev.polar.trust.lock.Lock#parse} reads the file
 * strictly, {@link dev.polar.trust.lock.Lock#toBytes} writes it in the one form that makes a change of one plugin a
 * change of a few lines.
 *
 * <p>A lock grants nothing: {@link dev.polar.trust.lock.Drift} says what a host has otherwise, packages are held against
 * their digests, and an operator consents to what follows.
 */
@NullMarked
package dev.polar.trust.lock;

import org.jspecify.annotations.NullMarked;
