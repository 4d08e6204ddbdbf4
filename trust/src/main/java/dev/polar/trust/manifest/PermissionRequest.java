package dev.polar.trust.manifest;

import dev.polar.trust.permission.Permission;

/**
 * A permission asked for.
 *
 * @param reason for people, 1 to 200 characters
 * @param optional whether the plugin works without it
 */
public record PermissionRequest(Permission permission, String reason, boolean optional) {}
