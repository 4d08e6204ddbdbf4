/**
 * What a plugin is given instead of the real network, files, secrets and clock. {@link dev.polar.host.broker.Brokers}
 * makes one broker for each generation; every use asks its {@link dev.polar.host.broker.Rights}, which are gone the moment
 * the plugin is out: a handle kept from before stops at its next use. What was used is noted with the call being answered.
 *
 * <p><b>Documents</b> are rows of one owner, {@link dev.polar.host.broker.DocumentOwner} says whose a call may reach.
 * <b>Files</b> are reached from directory to directory, never through a link ({@link
 * dev.polar.host.broker.DataDirectory}). <b>Tools</b> go through the gate, for whoever called the plugin.
 *
 * <p><b>Requests</b> ({@link dev.polar.host.broker.BrokeredHttp}) are checked by name, then by address ({@link
 * dev.polar.host.broker.AddressCheck}), and go to exactly the address that was checked. The JDK's HTTP client resolves
 * names itself and checks certificates against what it resolved, so pinning an address would cost it the certificate's
 * name; {@link dev.polar.host.broker.Exchange} and {@link dev.polar.host.broker.ReplyReader} are a small, strict HTTP/1.1
 * of one request and one response instead.
 *
 * <p><b>Secrets</b>: {@link dev.polar.host.broker.SecretValues} seals values, operators sign where each may go ({@link
 * dev.polar.host.broker.SecretSetting}), {@link dev.polar.host.broker.KeptSecrets} puts the two together, and {@link
 * dev.polar.host.broker.SentSecrets} puts them into requests.
 */
@NullMarked
package dev.polar.host.broker;

import org.jspecify.annotations.NullMarked;
