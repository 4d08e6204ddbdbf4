package dev.polar.adminapi;

/**
 * One client, never its token.
 *
 * @param expires when its token ends; empty for who comes with access tokens, which end by themselves
 * @param lastUsed when a call of it was last recorded; empty for never, or longer ago than the log goes back
 * @param profile what it may see and how, in words; empty for everything
 * @param vouched whose access tokens it comes with, and who it is there; empty for a token of ours
 */
public record ClientRow(String name, String created, String expires, String lastUsed, String profile, String vouched) {}
