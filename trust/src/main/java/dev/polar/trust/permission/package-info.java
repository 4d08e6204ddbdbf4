/**
 * What a plugin may do. A {@link dev.polar.trust.permission.Permission} is an
 * {@link dev.polar.trust.permission.Access} (one record for each kind, such as
 * {@link dev.polar.trust.permission.NetConnect}) and perhaps a {@link dev.polar.trust.permission.Limit}. Permissions
 * are ordered by what they let through, never by their text: {@code meet} gives what two of them both let through, and
 * one covers another exactly if their meet is the other. A {@link dev.polar.trust.permission.Grant} is a set of
 * permissions, a {@link dev.polar.trust.permission.GrantDelta} what changes between two grants.
 */
@NullMarked
package dev.polar.trust.permission;

import org.jspecify.annotations.NullMarked;
