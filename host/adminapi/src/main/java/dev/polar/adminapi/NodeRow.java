package dev.polar.adminapi;

/**
 * A host on this database.
 *
 * @param name as records name it
 * @param address of its front doors
 * @param live whether it may hold a lease; one that does not admits nothing
 * @param current whether it has every change in force
 */
public record NodeRow(String name, String address, boolean live, boolean current) {}
