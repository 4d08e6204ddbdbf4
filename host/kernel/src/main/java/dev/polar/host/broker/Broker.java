package dev.polar.host.broker;

import dev.polar.spi.Documents;
import dev.polar.spi.Http;
import dev.polar.spi.PluginContext;
import dev.polar.spi.PluginId;
import dev.polar.spi.Secrets;
import dev.polar.spi.Storage;
import dev.polar.spi.Tools;
import java.time.InstantSource;

/** Everything one generation can reach. */
record Broker(
        PluginId self,
        Http http,
        Documents documents,
        Storage storage,
        Secrets secrets,
        Tools tools,
        InstantSource clock,
        System.Logger log)
        implements PluginContext {}
