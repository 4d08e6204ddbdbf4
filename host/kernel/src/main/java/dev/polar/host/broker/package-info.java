/**
 * What a plugin is given instead of the real network, files, secrets and clock. A {@link dev.polar.host.broker.Broker}
 * belongs to one generation; every use asks its {@link dev.polar.host.broker.Rights}, which are gone the moment the plugin
 * is out: a handle kept from before stops at its next use. What was used is noted with the call being answered.
 */
@NullMarked
package dev.polar.host.broker;

import org.jspecify.annotations.NullMarked;
