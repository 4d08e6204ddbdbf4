/**
 * What every front door needs to write: an {@link dev.polar.host.http.Answer} and a {@link dev.polar.host.http.Traces trace};
 * and on the record {@link dev.polar.host.http.Strangers}, by the {@link dev.polar.host.http.Source} they come from. And who it
 * is to others: an {@link dev.polar.host.http.Address}, and for TLS an {@link dev.polar.host.http.Identity}, which is read again
 * when its files change ({@link dev.polar.host.http.LiveIdentity}). {@link dev.polar.host.http.Protocols} is what they speak.
 */
@NullMarked
package dev.polar.host.http;

import org.jspecify.annotations.NullMarked;
