package dev.polar.adminapi;

import java.util.List;

/**
 * How the host is.
 *
 * @param ready whether the front doors are open
 * @param confinement what confines processes here, as records say it; or {@code missing: } and why
 * @param witnesses whether those asked to sign the log make a quorum, and how far; empty if none is asked
 * @param nodes all hosts on its database, itself among them
 * @param problems what an operator should look at, each with the next command
 */
public record Status(
        boolean ready,
        long pid,
        String version,
        String mcp,
        String web,
        String data,
        String database,
        String confinement,
        int plugins,
        int enabled,
        long records,
        String witnesses,
        List<NodeRow> nodes,
        List<String> problems) {}
