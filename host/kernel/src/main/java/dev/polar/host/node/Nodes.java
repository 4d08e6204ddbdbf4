package dev.polar.host.node;

import java.util.List;

/** All hosts on this database. */
public interface Nodes {
    /** Where there is nobody else and nobody could come. */
    Nodes ALONE = new Nodes() {
        @Override
        public List<Node> list() {
            return List.of();
        }

        @Override
        public boolean others() {
            return false;
        }

        @Override
        public Acknowledged await() {
            return new Acknowledged(List.of("this node"), List.of(), true);
        }
    };

    /**
     * Every node that was there within a day, in order of names.
     *
     * @throws dev.polar.spi.Refusal {@code DATABASE_UNAVAILABLE}
     */
    List<Node> list();

    /** Whether another node lives, as far as this one heard last. */
    boolean others();

    /**
     * Returns when every live node has in force what is committed now, or its lease has run out. What the caller changed
     * is in force on this node already.
     */
    Acknowledged await();
}
