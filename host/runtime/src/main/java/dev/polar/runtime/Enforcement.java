package dev.polar.runtime;

/** What made a permission hold while code ran; every record says which. */
public enum Enforcement {
    /** Own process in bubblewrap. */
    CONFINED_BWRAP("confined:bwrap"),
    /** Own process in the weaker cage of Landlock and seccomp. */
    CONFINED_LANDLOCK("confined:landlock"),
    /** In the host under the guard agent. */
    GUARDED("guarded"),
    /** The host alone acts; nothing of the plugin runs. */
    MEDIATED("mediated"),
    /** In the host with nothing but the broker between it and the machine. */
    DECLARED("declared");

    private final String label;

    Enforcement(String label) {
        this.label = label;
    }

    /** As records, lists and plans print it. */
    public String label() {
        return label;
    }
}
