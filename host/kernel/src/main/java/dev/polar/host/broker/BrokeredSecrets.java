package dev.polar.host.broker;

import dev.polar.spi.SecretRef;
import dev.polar.spi.Secrets;
import dev.polar.trust.permission.SecretAccess;
import dev.polar.trust.permission.SecretAccess.Verb;

/** Secrets of one owner: named for requests, or, with the high-risk permission, read. */
final class BrokeredSecrets implements Secrets {
    private final Owner owner;
    private final Rights rights;
    private final KeptSecrets secrets;
    private final SecretUse use;

    BrokeredSecrets(Owner owner, Rights rights, KeptSecrets secrets, SecretUse use) {
        this.owner = owner;
        this.rights = rights;
        this.secrets = secrets;
        this.use = use;
    }

    /** Naming it is not using it: that is counted and noted when it is sent. */
    @Override
    public SecretRef use(String name) {
        rights.requireHeld(new SecretAccess(Verb.USE, name));
        secrets.require(owner, name);
        return new SecretRef(name);
    }

    @Override
    public String read(String name) {
        rights.require(new SecretAccess(Verb.READ, name));
        var secret = secrets.require(owner, name);
        use.note(secret.terms(), "secret.read");
        return secret.value();
    }

    /** The secret for a request that is about to be sent. */
    Secret sent(String name) {
        rights.require(new SecretAccess(Verb.USE, name));
        return secrets.require(owner, name);
    }
}
