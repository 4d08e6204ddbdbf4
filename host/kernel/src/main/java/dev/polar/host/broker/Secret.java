package dev.polar.host.broker;

/** A secret that may be used: an operator's terms and the value set with exactly them. */
record Secret(SecretTerms terms, String value) {
    @Override
    public String toString() {
        return "secret " + terms.name();
    }
}
