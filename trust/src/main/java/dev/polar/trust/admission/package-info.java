/** What a plugin is trusted for. */
@NullMarked
package dev.polar.trust.admission;

import org.jspecify.annotations.NullMarked;
