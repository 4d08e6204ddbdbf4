package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import dev.polar.spi.PluginId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plugin may run under: the consent to its installation and, if operators want it running, to enabling it.
 *
 * @param enabled for exactly that content
 */
public record Mandate(Consented installed, Terms terms, Optional<Consented> enabled) {

    /** The mandates that the consents about plugins leave. */
    static Map<PluginId, Mandate> of(List<Consented> consents) {
        var mandates = new HashMap<PluginId, Mandate>();
        for (var consent : consents) {
            if (!consent.object().startsWith("plugin:")) {
                continue;
            }
            var plugin = new PluginId(consent.object().substring("plugin:".length()));
            switch (consent.action()) {
                case "install" ->
                    mandates.put(plugin, new Mandate(consent, Terms.of(consent.body()), Optional.empty()));
                case "enable" ->
                    mandates.computeIfPresent(
                            plugin,
                            (name, mandate) ->
                                    mandate.enabled(Optional.of(consent).filter(enable -> mandate.covers(enable))));
                case "disable" ->
                    mandates.computeIfPresent(plugin, (name, mandate) -> mandate.enabled(Optional.empty()));
                case "uninstall" -> mandates.remove(plugin);
                default -> {}
            }
        }
        return Map.copyOf(mandates);
    }

    private boolean covers(Consented enable) {
        return enable.body().getString("content", "").equals(terms.content().toString());
    }

    private Mandate enabled(Optional<Consented> consent) {
        return new Mandate(installed, terms, consent);
    }
}
