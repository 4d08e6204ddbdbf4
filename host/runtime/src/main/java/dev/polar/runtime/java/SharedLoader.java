package dev.polar.runtime.java;

/** The parent of plugin class loaders: {@link SharedClasses}, and nothing else of the host. */
public final class SharedLoader extends ClassLoader {
    /** One for all: it defines nothing and holds nothing of a plugin. */
    public static final SharedLoader INSTANCE = new SharedLoader();

    static {
        registerAsParallelCapable();
    }

    private SharedLoader() {
        super("polar-shared", getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (SharedClasses.fromHost(name)) {
            return Class.forName(name, false, SharedLoader.class.getClassLoader());
        }
        if (SharedClasses.fromJdk(name)) {
            return super.loadClass(name, resolve);
        }
        throw new ClassNotFoundException(name + " is not among what plugins get from the host");
    }
}
