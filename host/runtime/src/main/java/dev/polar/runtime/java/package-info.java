/**
 * What every plugin in Java has in common, whatever class space its format gives it. {@link
 * dev.polar.runtime.java.JavaGeneration} starts {@link dev.polar.runtime.java.PluginCode}, holds it against its {@link
 * dev.polar.runtime.java.Contract} and runs each call on {@code PluginThreads}, where a {@code Flight} ends by itself, by
 * its deadline or by a stop. {@code Binding} is the border that data crosses; {@code Blame} turns what a plugin throws
 * into a refusal; {@code Live} is all that holds the class loader, and {@code Leftovers} sees whether it went.
 *
 * <p>{@link dev.polar.runtime.java.CodeJars} and {@link dev.polar.runtime.java.SharedClasses} are what class loaders are
 * made of: verified bytes, and the few packages of the host.
 */
@NullMarked
package dev.polar.runtime.java;

import org.jspecify.annotations.NullMarked;
