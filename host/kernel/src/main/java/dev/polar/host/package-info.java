/**
 * The hall of the house. {@link dev.polar.host.Settings} is what an operator can turn, read once from flags, environment
 * and file before anything starts; {@link dev.polar.host.HostAssembly} puts the rooms together, from the database up to the
 * front doors, which open last; {@link dev.polar.host.Main} runs it until it is told to end.
 */
@NullMarked
package dev.polar.host;

import org.jspecify.annotations.NullMarked;
