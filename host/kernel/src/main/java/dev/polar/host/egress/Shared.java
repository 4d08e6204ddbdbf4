package dev.polar.host.egress;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/**
 * What all relays of a host have together.
 *
 * @param room one for each open connection
 */
record Shared(ExecutorService lookups, Semaphore room, Buffers buffers) {}
