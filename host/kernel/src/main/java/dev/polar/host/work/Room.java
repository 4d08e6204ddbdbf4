package dev.polar.host.work;

/** A conversation of one account of one kind of channel. */
public record Room(String kind, String account, String name) {
    /** The session its calls belong to. */
    public String session() {
        return kind + ":" + account + ":" + name;
    }
}
