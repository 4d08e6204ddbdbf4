/**
 * Agent Skills (agentskills.io) as they are published and as people really write them.
 * {@link dev.polar.trust.skill.SkillRules} looks at every file of a package and returns
 * {@link dev.polar.trust.skill.Finding findings}; publishing refuses what the specification refuses, an import only what
 * is dangerous or ambiguous. {@link dev.polar.trust.skill.SkillFolder} is one skill as it is served, with
 * {@link dev.polar.trust.skill.Tokens} as a measure of its size. Nothing in a skill is ever run here.
 *
 * <p>Inside, {@code FrontMatter} splits {@code SKILL.md}, {@code YamlReader} reads a subset of YAML in which two readers
 * cannot differ, {@code SkillFile} holds the rules of one skill and {@code TextRules} those of every text file.
 */
@NullMarked
package dev.polar.trust.skill;

import org.jspecify.annotations.NullMarked;
