/**
 * What may never go down, remembered outside the database: {@link dev.polar.host.floor.Floors} is a file of names and
 * numbers. Whoever sets the database back does not set it back too, so that the next start finds less than there was and
 * says so.
 */
@NullMarked
package dev.polar.host.floor;

import org.jspecify.annotations.NullMarked;
