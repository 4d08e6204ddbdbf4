package dev.polar.trust.admission;

import dev.polar.trust.key.Digest;
import dev.polar.trust.permission.Grant;

/**
 * An operator's consent to one package.
 *
 * @param content the package it binds
 * @param by the operator's name
 */
public record Approval(Digest content, Grant grant, Placement placement, String by) {}
