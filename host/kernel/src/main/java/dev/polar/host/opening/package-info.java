/**
 * What the log's commitments hide, by consent of an operator: {@link dev.polar.host.opening.Disclosing disclosed}, so that
 * an auditor can check that exactly this was recorded, or {@link dev.polar.host.opening.Redacting redacted}, so that nobody
 * can any more. Both are on record before they happen, and neither touches a record.
 */
@NullMarked
package dev.polar.host.opening;

import org.jspecify.annotations.NullMarked;
