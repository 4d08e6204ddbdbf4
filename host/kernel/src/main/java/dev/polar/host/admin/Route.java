package dev.polar.host.admin;

import dev.polar.host.consent.OperatorRole;
import dev.polar.runtime.Cancellation.Interest;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One line of the operator API.
 *
 * @param path exact, or ending in {@code /*}: what stands there is {@link Asked#name}
 * @param roles who may ask with a token from afar; nobody, if it takes the socket, on which everybody may
 * @param records what the records are about that it can write; empty if it changes nothing
 */
public record Route(String method, String path, Set<OperatorRole> roles, Set<Category> records, Answering answering) {
    public Route {
        roles = Set.copyOf(roles);
        records = Set.copyOf(records);
    }

    /** Answers with a record or a list of records, bound with JSON-B. */
    @FunctionalInterface
    public interface Answering {
        Object answer(Asked asked);
    }

    /**
     * A request.
     *
     * @param name what stands for the star, or empty
     * @param gone runs what it is given once who asked has left
     */
    public record Asked(
            Asker asker, String name, Map<String, String> query, byte[] body, Function<Runnable, Interest> gone) {
        /** Of somebody who stays. */
        public Asked(Asker asker, String name, Map<String, String> query, byte[] body) {
            this(asker, name, query, body, leave -> () -> {});
        }

        /** Binds the body. */
        public <T> T body(Class<T> type) {
            return Bodies.read(body, type);
        }

        /** Whom records name. */
        public Caller.Operator caller() {
            return asker.caller();
        }
    }

    /** Reads, and leaves nothing. */
    static Route get(String path, Set<OperatorRole> roles, Answering answering) {
        return new Route("GET", path, roles, Set.of(), answering);
    }

    static Route post(String path, Set<OperatorRole> roles, Set<Category> records, Answering answering) {
        return new Route("POST", path, roles, records, answering);
    }

    boolean serves(String asked) {
        return path.endsWith("/*")
                ? asked.startsWith(path.substring(0, path.length() - 1)) && asked.length() >= path.length()
                : path.equals(asked);
    }

    String nameIn(String asked) {
        return path.endsWith("/*") ? asked.substring(path.length() - 1) : "";
    }

    /** Whether they may ask that; on the socket everybody may, and changes take a signature. */
    boolean isOpenTo(Asker asker) {
        return switch (asker) {
            case Asker.Local local -> true;
            case Asker.Remote remote -> roles.contains(remote.role());
        };
    }

    /** What they are told who may not. */
    Refusal closedTo(Asker asker) {
        var role = asker instanceof Asker.Remote remote ? remote.role() : OperatorRole.OPERATOR;
        return roles.isEmpty()
                ? new Refusal(
                        Code.OPERATOR_REQUIRED,
                        method + " " + path + " is answered on the host's own machine alone",
                        "run the command there")
                : new Refusal(
                        Code.OPERATOR_REQUIRED,
                        method + " " + path + " is nothing for an " + role.label(),
                        "an " + role.label() + " " + role.reach());
    }
}
