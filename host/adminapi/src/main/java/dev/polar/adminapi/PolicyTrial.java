package dev.polar.adminapi;

/**
 * A policy to be tried, which stays out of force.
 *
 * @param cases YAML with made-up calls; blank to read the policy only
 */
public record PolicyTrial(String yaml, String cases) {}
