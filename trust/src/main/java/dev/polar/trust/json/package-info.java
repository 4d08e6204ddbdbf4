/**
 * JSON that is signed, hashed or foreign. Read in this order: {@link dev.polar.trust.json.StrictJson} turns bytes into
 * JSON-P values and leaves no room for a second opinion about what they say; {@link dev.polar.trust.json.JsonFault} is
 * how it says where they fail; {@link dev.polar.trust.json.JsonAt} reads the files that people write, and says {@linkplain
 * dev.polar.trust.json.Place where} in them what is wrong; {@link dev.polar.trust.json.Canonical} turns values back into the one text that RFC 8785
 * gives them, so that a digest of JSON means something.
 *
 * <p>JSON-P provides the values, not the reader: Parsson 1.1.7 accepts bytes after the value and lone surrogates.
 */
@NullMarked
package dev.polar.trust.json;

import org.jspecify.annotations.NullMarked;
