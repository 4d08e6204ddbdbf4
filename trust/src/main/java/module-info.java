/** Whether code may come in: the same verdict in the host, in an author's build and in an auditor's verifier. */
module dev.polar.trust {
    requires transitive dev.polar.spi;
    requires transitive jakarta.json;
    requires org.bouncycastle.provider;
    requires org.snakeyaml.engine;
    requires json.schema;
    requires static org.jspecify;

    exports dev.polar.trust.admission;
    exports dev.polar.trust.attestation;
    exports dev.polar.trust.audit;
    exports dev.polar.trust.audit.bundle;
    exports dev.polar.trust.audit.view;
    exports dev.polar.trust.container;
    exports dev.polar.trust.delta;
    exports dev.polar.trust.json;
    exports dev.polar.trust.key;
    exports dev.polar.trust.lock;
    exports dev.polar.trust.manifest;
    exports dev.polar.trust.packages;
    exports dev.polar.trust.permission;
    exports dev.polar.trust.pin;
    exports dev.polar.trust.revocation;
    exports dev.polar.trust.schema;
    exports dev.polar.trust.skill;
    exports dev.polar.trust.text;
    exports dev.polar.trust.witness;

    uses jakarta.json.spi.JsonProvider;
}
