/**
 * Notes that outlive a conversation. {@link dev.polar.plugins.memory.MemoryPlugin} binds three tools;
 * {@code Owner} says whose notes a caller means; {@code Notes} keeps them in the host's document store. The bundle
 * exports nothing.
 */
package dev.polar.plugins.memory;
