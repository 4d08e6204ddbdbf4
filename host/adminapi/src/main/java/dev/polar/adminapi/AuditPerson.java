package dev.polar.adminapi;

/** What stands for a person in the columns that the log is asked by. */
public record AuditPerson(String pseudonym) {}
