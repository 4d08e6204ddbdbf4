package dev.polar.adminapi;

/**
 * Where to.
 *
 * @param file an absolute path where nothing is yet
 * @param masterKey whether the key that opens what is sealed goes with it
 */
public record BackupRequest(String file, boolean masterKey) {}
