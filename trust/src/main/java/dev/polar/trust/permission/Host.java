package dev.polar.trust.permission;

import java.util.Locale;
import java.util.Optional;

/**
 * Which hosts. Addresses that lead inside ({@link SpecialAddresses}) and the name {@code localhost} (RFC 6761) have to
 * be named: no wildcard includes them.
 */
public sealed interface Host {
    /** Every name and every public address. */
    record Any() implements Host {
        @Override
        public String toString() {
            return "*";
        }
    }

    /** Every name below a domain, at any depth, but not the domain itself; names of localhost excepted. */
    record Below(String domain) implements Host {
        @Override
        public String toString() {
            return "*." + domain;
        }
    }

    /** One name: lower-case A-labels without trailing dot. */
    record Name(String name) implements Host {
        @Override
        public String toString() {
            return name;
        }
    }

    /** One address: dotted IPv4, or RFC 5952 IPv6 without the brackets. */
    record Address(String address) implements Host {
        @Override
        public String toString() {
            return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        }
    }

    /** What both let through. */
    default Optional<Host> meet(Host other) {
        if (equals(other) || admits(other)) {
            return Optional.of(other);
        }
        return other.admits(this) ? Optional.of(this) : Optional.empty();
    }

    private boolean admits(Host other) {
        return switch (this) {
            case Any any -> !other.named();
            case Below(var domain) ->
                switch (other) {
                    case Name(var name) -> name.endsWith("." + domain) && !other.named();
                    case Below(var deeper) -> deeper.endsWith("." + domain) && !other.named();
                    case Any any -> false;
                    case Address address -> false;
                };
            case Name name -> false;
            case Address address -> false;
        };
    }

    /** Whether only its own name lets it through. */
    default boolean named() {
        return switch (this) {
            case Any any -> false;
            case Below(var domain) -> local(domain);
            case Name(var name) -> local(name);
            case Address(var address) -> SpecialAddresses.contains(Addresses.bytes(address));
        };
    }

    /** Whether more than one host is meant. */
    default boolean wildcard() {
        return switch (this) {
            case Any any -> true;
            case Below below -> true;
            case Name name -> false;
            case Address address -> false;
        };
    }

    private static boolean local(String name) {
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    /**
     * The host of a URL or socket as a permission would name it: case and a trailing dot do not matter there, addresses
     * are brought to their canonical text. Empty if it cannot be named.
     */
    static Optional<Host> of(String text) {
        var plain = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        var address = Addresses.canonical(plain);
        if (address.isPresent()) {
            return address.map(Address::new);
        }
        var name = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
        return Optional.of(name.toLowerCase(Locale.ROOT)).filter(HostText::name).map(Name::new);
    }
}
