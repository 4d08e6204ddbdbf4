/**
 * A cage without a helper program. The host writes {@link dev.polar.runtime.landlock.Orders} to the standard input of a
 * small JVM that it starts with nothing else; {@link dev.polar.runtime.landlock.Launcher} in there asks the kernel for
 * every restriction the orders name, through {@link dev.polar.runtime.landlock.Kernel}, and then becomes the program.
 * What was restricted stays so for it and all it starts.
 *
 * <p>Why not a thread of the host that restricts itself and starts the child: Java starts threads from whatever thread
 * happens to need one, and they inherit its restrictions. Tried: the JDK's process reaper came out restricted, and what
 * it completes may make the next carrier of virtual threads. This way the host needs no native access at all.
 *
 * <p>Source: landlock(7), the kernel's userspace-api/landlock and linux/landlock.h; seccomp(2); capabilities(7).
 */
@NullMarked
package dev.polar.runtime.landlock;

import org.jspecify.annotations.NullMarked;
