/**
 * What operators took back. A {@link dev.polar.host.revocation.RevocationBody} is what they sign; {@link
 * dev.polar.host.revocation.RevocationList} keeps the envelopes in a file of the data directory, written before anything
 * else happens, so that a revocation holds without the database and nobody with the database can undo it.
 */
@NullMarked
package dev.polar.host.revocation;

import org.jspecify.annotations.NullMarked;
