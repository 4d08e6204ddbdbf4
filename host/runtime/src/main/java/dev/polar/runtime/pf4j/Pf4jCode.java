package dev.polar.runtime.pf4j;

import dev.polar.runtime.java.PluginCode;
import dev.polar.spi.Code;
import dev.polar.spi.Plugin;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** The classes of one PF4J plugin. */
record Pf4jCode(OnePlugin plugin, VerifiedLoader loader, List<String> index) implements PluginCode {
    @Override
    public Optional<Class<? extends Plugin>> entry() {
        index.forEach(this::requireClass); // PF4J only logs what it cannot load
        var found = plugin.extensions();
        if (found.size() != 1) {
            throw missing("exactly one class in META-INF/extensions.idx implements dev.polar.spi.Plugin, not "
                    + found.size() + " of " + index);
        }
        var type = found.getFirst();
        if (!type.isAnnotationPresent(Extension.class)) {
            throw missing(type.getName() + " has no @Extension");
        }
        return Optional.of(type);
    }

    private void requireClass(String name) {
        try {
            loader.loadClass(name);
        } catch (ClassNotFoundException none) {
            throw missing("META-INF/extensions.idx names " + name + ", and there is no such class");
        }
    }

    @Override
    public List<String> drop() {
        plugin.end();
        return List.of();
    }

    static Refusal missing(String message) {
        return new Refusal(
                Code.EXTENSIONS_MISSING,
                message,
                "mark the plugin class with @org.pf4j.Extension and compile with -proc:full -Apf4j.ignoreExtensionPoint=true");
    }
}
