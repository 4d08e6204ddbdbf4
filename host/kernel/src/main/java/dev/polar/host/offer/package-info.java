/**
 * What plugins offer, as it was approved. {@link dev.polar.host.offer.Offering} is all that a generation may be asked for,
 * compiled once: a manifest is signed, and what MCP servers offer is held to what an operator said yes to ({@link
 * dev.polar.host.offer.ToolApproval} to {@link dev.polar.host.offer.ApprovedTools}, kept as {@link
 * dev.polar.host.offer.OfferText}). {@link dev.polar.host.offer.ComparedOffers} is one beside the other; what differs is
 * withheld, and waits in {@link dev.polar.host.offer.Drifts} for a word.
 *
 * <p>Of the skills that servers offer, agents have those that an operator {@link dev.polar.host.offer.TakenSkills named}, in the
 * bytes that were {@link dev.polar.host.offer.Looking looked at}.
 *
 * <p>Nothing here changes what is live: that is for {@code lifecycle}, which asks.
 */
@NullMarked
package dev.polar.host.offer;

import org.jspecify.annotations.NullMarked;
