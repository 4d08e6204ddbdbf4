/**
 * Allow, ask or deny. A {@link dev.polar.host.policy.Policy} is a list of {@link dev.polar.host.policy.PolicyRule rules}
 * read from YAML by {@link dev.polar.host.policy.PolicyFile}; every rule is evaluated, deny beats ask beats allow, and
 * the first matching rule of the winning effect is the one recorded. Without a match a tool that only reads is allowed
 * and everything else is asked.
 */
@NullMarked
package dev.polar.host.policy;

import org.jspecify.annotations.NullMarked;
