/**
 * The web channel. {@link dev.polar.plugins.web.WebPlugin} offers the kind {@code web}; {@code WebAdapter} reads what
 * the page in {@code web/} posts. There is nothing to encode: the host keeps the page's event stream and delivers
 * replies itself.
 */
package dev.polar.plugins.web;
