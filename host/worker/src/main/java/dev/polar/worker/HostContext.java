package dev.polar.worker;

import dev.polar.runtime.worker.HttpJson;
import dev.polar.runtime.worker.Members;
import dev.polar.runtime.worker.Method;
import dev.polar.spi.Documents;
import dev.polar.spi.Http;
import dev.polar.spi.PluginContext;
import dev.polar.spi.PluginId;
import dev.polar.spi.SecretRef;
import dev.polar.spi.Secrets;
import dev.polar.spi.Storage;
import dev.polar.spi.Tools;
import java.time.InstantSource;

/** The host as a plugin in a process of its own meets it: each method is a question, and the host checks each. */
record HostContext(PluginId self, Asking asking, System.Logger log) implements PluginContext {
    @Override
    public Http http() {
        return call -> HttpJson.readReply(asking.ask(Method.HTTP_SEND, HttpJson.builder(call)));
    }

    @Override
    public Documents documents() {
        return (scope, collection) -> new HostDocuments(asking, scope, collection);
    }

    @Override
    public Storage storage() {
        return new HostStorage(asking);
    }

    @Override
    public Secrets secrets() {
        return new Secrets() {
            @Override
            public SecretRef use(String name) {
                var said = asking.ask(Method.SECRETS_USE, Members.builder().add("name", name));
                return new SecretRef(said.text("name"));
            }

            @Override
            public String read(String name) {
                return asking.ask(Method.SECRETS_READ, Members.builder().add("name", name))
                        .text("value");
            }
        };
    }

    @Override
    public Tools tools() {
        return new HostTools(asking);
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }
}
