package dev.polar.host.admin;

import dev.polar.host.consent.OperatorRole;
import dev.polar.spi.Caller;

/** Who is at the other end, as far as the door knows. */
public sealed interface Asker {
    /** Who is on the socket; the kernel says as which user. Reads everything, and is nobody whose signature counts. */
    record Local(String user) implements Asker {
        @Override
        public String name() {
            return user;
        }

        @Override
        public Caller.Operator caller() {
            return new Caller.Operator("local:" + user);
        }

        @Override
        public String auth() {
            return "socket";
        }

        @Override
        public String session() {
            return "cli:" + user;
        }
    }

    /** An operator whose token was shown over TLS. */
    record Remote(String operator, OperatorRole role) implements Asker {
        @Override
        public String name() {
            return operator;
        }

        @Override
        public Caller.Operator caller() {
            return new Caller.Operator(operator);
        }

        @Override
        public String auth() {
            return "token";
        }

        @Override
        public String session() {
            return "cli:operator:" + operator;
        }
    }

    /** What they are called at their door. */
    String name();

    /** Whom records name. */
    Caller.Operator caller();

    /** How the door knows, as records say it. */
    String auth();

    /** The session of calls that name none. */
    String session();
}
