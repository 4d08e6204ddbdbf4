package dev.polar.trust.permission;

/** Starting a program by its name, arguments as a list, never through a shell. */
public record ExecRun(String program) implements Access {
    @Override
    public String kind() {
        return "exec.run";
    }

    @Override
    public String selector() {
        return program;
    }

    @Override
    public boolean highRisk() {
        return true;
    }
}
