/**
 * What the pages say is true. {@link dev.polar.dist.PagesTest} does what {@code docs/start.md} and
 * {@code docs/changes.md} say, with the distribution as it was assembled: {@code Page} reads the page, {@code Terminal}
 * is the bash that follows it, {@code Chat} the browser, {@code Shown} compares. {@link dev.polar.dist.CodesTest} holds {@code docs/errors.md}
 * against the codes in the compiled classes.
 */
package dev.polar.dist;
