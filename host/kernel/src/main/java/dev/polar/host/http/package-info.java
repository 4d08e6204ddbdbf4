/**
 * What every front door needs to write: an {@link dev.polar.host.http.Answer} and a {@link dev.polar.host.http.Traces trace};
 * and on the record {@link dev.polar.host.http.Strangers}, by the {@link dev.polar.host.http.Source} they come from.
 */
@NullMarked
package dev.polar.host.http;

import org.jspecify.annotations.NullMarked;
