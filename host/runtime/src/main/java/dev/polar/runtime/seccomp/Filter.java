package dev.polar.runtime.seccomp;

import java.util.List;

/** What is refused; all other known calls are allowed. Of several rules for a call, the first that holds counts. */
public record Filter(List<Rule> rules) {
    public Filter {
        rules = List.copyOf(rules);
    }

    /** An array of {@code struct sock_filter} (linux/filter.h) in the byte order of the machine, which is the little one. */
    public byte[] program(Architecture architecture) {
        return new Assembler(architecture).assemble(this);
    }
}
