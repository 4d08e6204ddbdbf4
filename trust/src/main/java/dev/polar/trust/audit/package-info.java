/**
 * The audit log as bytes: enough to write it and, from outside, to check it. No database.
 *
 * <p>Read in this order. {@link dev.polar.trust.audit.AuditRecord} is one record: canonical JSON (RFC 8785) that names
 * its own place and the leaf hash of the record before it. What may be personal enters as the
 * {@link dev.polar.trust.audit.Commitment} of an {@link dev.polar.trust.audit.Opening} that is kept elsewhere.
 * {@link dev.polar.trust.audit.CompactRange} makes an RFC 6962 Merkle tree of the leaf hashes in logarithmic memory, and
 * a {@link dev.polar.trust.audit.Checkpoint} is a {@link dev.polar.trust.audit.Note} (C2SP signed-note, Ed25519) over its
 * size and root. {@link dev.polar.trust.audit.MerkleTree} reads the same tree, from {@link dev.polar.trust.audit.Tile}s or
 * wherever its hashes are, and gives {@link dev.polar.trust.audit.InclusionProof}s and
 * {@link dev.polar.trust.audit.ConsistencyProof}s. {@link dev.polar.trust.audit.LogVerifier} reads an exported directory and gives a
 * {@link dev.polar.trust.audit.LogVerdict}. A {@link dev.polar.trust.audit.WitnessKey} cosigns checkpoints that an
 * {@link dev.polar.trust.audit.AddCheckpoint} proves consistent; whose cosignatures somebody wants is a
 * {@link dev.polar.trust.audit.WitnessPolicy}.
 *
 * <h2>An exported directory</h2>
 *
 * <pre>
 * records.jsonl   one record per line, the exact bytes whose leaf hash is in the tree, each ended by LF
 * checkpoint      a signed note: origin, size of the whole log, root; the lines of witnesses after the log's
 * log.vkey        the key that signed it, in C2SP verifier-key form; proves nothing by itself
 * manifest.json   {@link dev.polar.trust.audit.ExportManifest}, canonical JSON
 * </pre>
 *
 * A part of the log, records a to b of a log of n, proves itself as well as the whole does. The manifest carries two
 * compact ranges: the hashes of the largest complete subtrees that cover [0, a) and [b+1, n), at most 2 log2 n hashes.
 * The verifier starts from the left range, appends the leaf hash of every exported record, appends the right range, and
 * must arrive at the signed root. The shape of an RFC 6962 tree follows from n alone, so under the checkpoint's root
 * no other record can stand at any of the exported places; the chain of {@code prev} then only says which one is bad.
 * For the whole log both ranges are empty and nothing is taken on trust. Since the left range is itself the tree of
 * size a, an auditor who kept the checkpoint of an earlier export sees in the next one that the log only grew.
 */
@NullMarked
package dev.polar.trust.audit;

import org.jspecify.annotations.NullMarked;
