package dev.polar.spi;

/** What a tool claims to do to the world. */
public enum Effect {
    /** Only looks. */
    READ,
    /** Changes the plugin's or the operator's own data. */
    WRITE,
    /** Reaches beyond this installation. */
    EXTERNAL,
    /** Cannot be taken back. */
    IRREVERSIBLE
}
