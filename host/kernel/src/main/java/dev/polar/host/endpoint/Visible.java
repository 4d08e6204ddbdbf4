package dev.polar.host.endpoint;

import dev.polar.trust.key.Digest;

/** What one client sees, by digest: what differs has changed for it. */
record Visible(Digest tools, Digest prompts, Digest resources) {}
