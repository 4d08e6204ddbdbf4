package dev.polar.host.store;

import dev.polar.host.gate.Gate;

/** A store that knows the gate. */
public final class GuiltyOfLookingUp {
    Gate gate;
}
