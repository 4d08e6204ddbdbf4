package dev.polar.cli.shell;

/** What every command is given. */
public record Shell(Terminal terminal, CliSettings settings) {}
