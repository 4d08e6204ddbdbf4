package dev.polar.runtime.osgi;

import dev.polar.runtime.java.PluginCode;
import dev.polar.spi.Code;
import dev.polar.spi.Plugin;
import dev.polar.spi.Refusal;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;

/** The classes of one bundle. */
record BundleCode(OsgiRuntime runtime, Bundle bundle, ClassLoader loader, Optional<String> entryClass)
        implements PluginCode {
    @Override
    public Optional<Class<? extends Plugin>> entry() throws ClassNotFoundException {
        if (entryClass.isEmpty()) {
            return Optional.empty();
        }
        var type = loader.loadClass(entryClass.get());
        if (!Plugin.class.isAssignableFrom(type)) {
            throw new Refusal(
                    Code.START_FAILED,
                    type.getName() + " does not implement dev.polar.spi.Plugin",
                    "name the class that does in entry.class of plugin.json");
        }
        return Optional.of(type.asSubclass(Plugin.class));
    }

    @Override
    public List<String> drop() {
        return runtime.drop(bundle);
    }
}
