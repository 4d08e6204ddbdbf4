/**
 * What an MCP server offered when an operator said yes. A {@link dev.polar.trust.pin.ServerOffer} is what it says of
 * itself and its tools, prompts, resource templates and skills ({@link dev.polar.trust.pin.Feature}), as received; {@link
 * dev.polar.trust.pin.PinFinding} is what an operator should look at before approving ({@link
 * dev.polar.trust.pin.OfferReview}); a {@link dev.polar.trust.pin.ToolSetPin} is its digest, {@link
 * dev.polar.trust.pin.Drift} how a later offer differs from it, and {@link dev.polar.trust.pin.OfferDiff} the same in
 * words for who decides.
 *
 * <p>Skills of a server are pinned by their entries, which name every file's digest ({@link
 * dev.polar.trust.pin.SkillOffer}); the bytes are {@link dev.polar.trust.pin.SkillReview looked over} when an operator lets
 * agents have them.
 */
@NullMarked
package dev.polar.trust.pin;

import org.jspecify.annotations.NullMarked;
