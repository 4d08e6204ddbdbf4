/** What every front door needs to write: an {@link dev.polar.host.http.Answer} and a {@link dev.polar.host.http.Traces trace}. */
@NullMarked
package dev.polar.host.http;

import org.jspecify.annotations.NullMarked;
