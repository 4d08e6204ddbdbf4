package dev.polar.host.admin;

import java.util.Map;

/**
 * One line of the operator API.
 *
 * @param path exact, or ending in {@code /*}: what stands there is {@link Asked#name}
 */
public record Route(String method, String path, Answering answering) {
    /** Answers with a record or a list of records, bound with JSON-B. */
    @FunctionalInterface
    public interface Answering {
        Object answer(Asked asked);
    }

    /**
     * A request.
     *
     * @param user the operating system's name of whoever is at the other end
     * @param name what stands for the star, or empty
     */
    public record Asked(String user, String name, Map<String, String> query, byte[] body) {
        /** Binds the body. */
        public <T> T body(Class<T> type) {
            return Bodies.read(body, type);
        }
    }

    static Route get(String path, Answering answering) {
        return new Route("GET", path, answering);
    }

    static Route post(String path, Answering answering) {
        return new Route("POST", path, answering);
    }

    boolean serves(String asked) {
        return path.endsWith("/*")
                ? asked.startsWith(path.substring(0, path.length() - 1)) && asked.length() >= path.length()
                : path.equals(asked);
    }

    String nameIn(String asked) {
        return path.endsWith("/*") ? asked.substring(path.length() - 1) : "";
    }
}
