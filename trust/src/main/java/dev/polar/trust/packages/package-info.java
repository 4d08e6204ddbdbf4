/** The signed package: whose it is and what it holds. */
@NullMarked
package dev.polar.trust.packages;

import org.jspecify.annotations.NullMarked;
