package dev.polar.host.lifecycle;

import dev.polar.host.audit.Journal;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.gate.InFlight;
import dev.polar.host.node.Nodes;
import dev.polar.host.revocation.RevocationList;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.runtime.Runtimes;
import java.time.InstantSource;

/** What the lifecycle is put together from. */
public record Parts(
        TrustReader trust,
        RevocationList revocations,
        Catalog catalog,
        Packages packages,
        Uploads uploads,
        Runtimes runtimes,
        Contexts contexts,
        Snapshots snapshots,
        InFlight inFlight,
        Journal journal,
        Nodes nodes,
        Steps steps,
        InstantSource clock) {}
