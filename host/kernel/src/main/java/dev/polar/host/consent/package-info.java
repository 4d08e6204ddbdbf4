/**
 * What operators signed. An operator of {@link dev.polar.host.consent.Operators}, pinned outside the database, wants
 * something; the {@link dev.polar.host.consent.Change} of that action computes what exactly would be done, {@link
 * dev.polar.host.consent.Consents} puts it into a {@link dev.polar.host.consent.Statement} as a plan, and the signed
 * statement carries it out if it is still exactly that. What no single operator may do ({@link
 * dev.polar.host.consent.Quorum}) waits for the others' signatures under the same statement.
 *
 * <p>One statement may decide about several objects: each of its {@link dev.polar.host.consent.Clause}s counts as a consent
 * of its own and uses up a version of its object, and they are stored together or not at all.
 *
 * <p>The {@link dev.polar.host.consent.Ledger} keeps the envelopes and nothing else: whatever operators decided is folded
 * from the ones that verify, so there is no column to edit. A row that does not verify does not exist.
 */
@NullMarked
package dev.polar.host.consent;

import org.jspecify.annotations.NullMarked;
