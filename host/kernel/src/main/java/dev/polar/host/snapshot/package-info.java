/**
 * What is live, as one immutable value: {@link dev.polar.host.snapshot.Snapshot}. Every call sees exactly one; {@link
 * dev.polar.host.snapshot.Snapshots} holds the current one in a volatile field, and only the lifecycle publishes.
 */
@NullMarked
package dev.polar.host.snapshot;

import org.jspecify.annotations.NullMarked;
