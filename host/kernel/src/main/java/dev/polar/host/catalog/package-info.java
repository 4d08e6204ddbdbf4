/**
 * What is installed and why it may be. Operators enrol publishers ({@link dev.polar.host.catalog.AddingPublisher}, {@link
 * dev.polar.host.catalog.RemovingPublisher}) and consent to packages; {@link dev.polar.host.catalog.TrustReader} folds
 * their verified consents into {@link dev.polar.host.catalog.Trust}: who may publish, what was approved, which epochs and
 * contents were seen, and for each plugin the {@link dev.polar.host.catalog.Mandate} it runs under.
 *
 * <p>The {@link dev.polar.host.catalog.Catalog} adds what no operator decides: rows with each plugin's {@link
 * dev.polar.host.catalog.State} and the digests of its entries, from which a {@link
 * dev.polar.host.catalog.StoredPackage} is put together and verified again at each start. A row grants nothing.
 */
@NullMarked
package dev.polar.host.catalog;

import org.jspecify.annotations.NullMarked;
