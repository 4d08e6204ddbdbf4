package dev.polar.host.approval;

/**
 * What might be allowed instead of asked: the same caller was let do the same thing so many times in a row.
 *
 * @param caller whom the calls were for in the end
 */
public record Relaxation(String caller, String target, int times) {
    /** What puts it in force; nothing does by itself. */
    public String command() {
        return "polar policy allow '" + target + "' --caller '" + caller + "'";
    }
}
