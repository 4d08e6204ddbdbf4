/**
 * What a package says about itself. {@link dev.polar.trust.manifest.Manifest} is {@code plugin.json} as read; it asks
 * for {@link dev.polar.trust.manifest.PermissionRequest permissions}, promises
 * {@link dev.polar.trust.manifest.ToolContract tools} and names the {@link dev.polar.trust.manifest.Entrypoint code}
 * behind them. {@link dev.polar.trust.manifest.McpServers} is {@code mcp.json}.
 * {@link dev.polar.trust.manifest.Version} and {@link dev.polar.trust.manifest.VersionRange} order releases.
 */
@NullMarked
package dev.polar.trust.manifest;

import org.jspecify.annotations.NullMarked;
