/**
 * Skills as a format: {@link dev.polar.runtime.skill.SkillRuntime} makes a generation of text, so that skills are
 * enabled, listed and revoked like everything else. The host reads them from the content store.
 */
@NullMarked
package dev.polar.runtime.skill;

import org.jspecify.annotations.NullMarked;
