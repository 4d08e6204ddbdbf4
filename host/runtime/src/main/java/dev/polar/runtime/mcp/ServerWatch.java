package dev.polar.runtime.mcp;

import dev.polar.runtime.GenerationId;
import dev.polar.spi.Refusal;

/** Who is told what becomes of servers. Called on threads of the runtime; must not wait for the generation. */
public interface ServerWatch {
    /** A server lists other tools than before, or says other things about itself: hold it against the pin. */
    void offerChanged(GenerationId generation);

    /** A server has other things to be read than before: data, and nobody's to approve. */
    default void resourcesChanged(GenerationId generation) {}

    /**
     * What stands at an address that was subscribed to is different, or may be.
     *
     * @param name of the target that reads it
     * @param uri as it was subscribed to
     */
    default void resourceUpdated(GenerationId generation, String name, String uri) {}

    /** A server ended too often and is not started again. */
    void quarantined(GenerationId generation, Refusal why);

    /** Nobody. */
    ServerWatch NONE = new ServerWatch() {
        @Override
        public void offerChanged(GenerationId generation) {}

        @Override
        public void quarantined(GenerationId generation, Refusal why) {}
    };
}
