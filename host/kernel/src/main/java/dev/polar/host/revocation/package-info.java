/**
 * What was taken back. A {@link dev.polar.host.revocation.RevocationBody} is what operators sign; other people's lists come
 * from a {@link dev.polar.host.revocation.Source} that operators enrolled, fetched by {@link
 * dev.polar.host.revocation.Refreshing} before they run out and put in force by {@link dev.polar.host.revocation.Taking}. A
 * {@link dev.polar.host.revocation.RevocationList} keeps the envelopes of all of them in files of the data directory, such as
 * the {@link dev.polar.host.revocation.RevocationFile}, written before anything else happens, so that what was taken back is so without the database and nobody with the database can
 * undo it. What follows from them is worked out in {@link dev.polar.host.revocation.Entries}. Operators can undo it, by {@link dev.polar.host.revocation.RevocationChanges lifting}. Times are those of {@link
 * dev.polar.host.revocation.TrustedTime}; what they change by themselves are its {@link
 * dev.polar.host.revocation.Deadlines}.
 */
@NullMarked
package dev.polar.host.revocation;

import org.jspecify.annotations.NullMarked;
