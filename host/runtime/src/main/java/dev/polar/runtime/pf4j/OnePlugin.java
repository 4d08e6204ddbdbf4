package dev.polar.runtime.pf4j;

import dev.polar.trust.manifest.Manifest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.AbstractExtensionFinder;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.RuntimeMode;
import org.pf4j.VersionManager;

/**
 * PF4J for one generation and nothing more: no folder, no descriptor files, no remembered state, no development mode.
 * Versions never meet, and whose an extension is needs no asking.
 *
 * <p>PF4J calls the {@code create} methods from its constructor, before the fields are set; what they return reads the
 * fields later.
 */
final class OnePlugin extends AbstractPluginManager {
    private final Manifest manifest;
    private final ClassLoader loader;
    private final List<String> index;

    /** @param index the class names of {@code META-INF/extensions.idx}, as read from the verified jar */
    OnePlugin(Manifest manifest, ClassLoader loader, List<String> index) {
        super(Path.of("nowhere"));
        this.manifest = manifest;
        this.loader = loader;
        this.index = List.copyOf(index);
    }

    /** Loads and starts; PF4J's own plugin class does nothing. */
    void begin() {
        loadPluginFromPath(Path.of("memory"));
        resolvePlugins();
        startPlugin(id());
    }

    /** The classes in the index that implement Polar's plugin interface. Loading them may run code of the plugin. */
    List<Class<? extends dev.polar.spi.Plugin>> extensions() {
        return getExtensionClasses(dev.polar.spi.Plugin.class, id());
    }

    void end() {
        unloadPlugin(id());
    }

    private String id() {
        return manifest.name().name();
    }

    @Override
    public RuntimeMode getRuntimeMode() {
        return RuntimeMode.DEPLOYMENT; // else a system property of the JVM decides
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path path) {
                return true;
            }

            @Override
            public PluginDescriptor find(Path path) {
                return new DefaultPluginDescriptor(
                        id(),
                        manifest.about().description().orElse(""),
                        Plugin.class.getName(),
                        manifest.version().toString(),
                        "",
                        "",
                        "");
            }
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path path) {
                return true;
            }

            @Override
            public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                return loader;
            }
        };
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new AbstractExtensionFinder(this) {
            @Override
            public Map<String, Set<String>> readPluginsStorages() {
                return new HashMap<>(Map.of(id(), Set.copyOf(index)));
            }

            @Override
            public Map<String, Set<String>> readClasspathStorages() {
                return Map.of();
            }
        };
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return wrapper -> new Plugin() {};
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new PluginRepository() {
            @Override
            public List<Path> getPluginPaths() {
                return List.of();
            }

            @Override
            public boolean deletePluginPath(Path path) {
                return false;
            }
        };
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String id) {
                return false;
            }

            @Override
            public void disablePlugin(String id) {}

            @Override
            public void enablePlugin(String id) {}
        };
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }
}
