/**
 * Skills as a format. {@link dev.polar.runtime.skill.SkillRuntime} makes a generation of text, so that skills are
 * enabled, listed and revoked like everything else; the host reads them from the content store.
 *
 * <p>A skill may bring scripts that answer tools. Each call is then a process of its own in a cage of its own: a {@code
 * ScriptStarter} starts the file's program, a {@code ScriptProcess} gives it the arguments as JSON on standard input and
 * waits for its end, a {@code ScriptAnswer} is what it wrote. When the call ends, in whatever way, nothing of it is left.
 */
@NullMarked
package dev.polar.runtime.skill;

import org.jspecify.annotations.NullMarked;
