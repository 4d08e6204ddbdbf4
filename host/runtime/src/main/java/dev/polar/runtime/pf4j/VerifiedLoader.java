package dev.polar.runtime.pf4j;

import dev.polar.runtime.java.CodeJars;
import dev.polar.runtime.java.SharedLoader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Defines a plugin's classes from verified bytes in memory: there is no file to swap and no handle to leak. */
final class VerifiedLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final CodeJars jars;
    private final ResourceUrls urls;
    private final ProtectionDomain domain;

    /** Classes say they come from {@code location}. */
    VerifiedLoader(String location, CodeJars jars) {
        super(location, SharedLoader.INSTANCE);
        this.jars = jars;
        this.urls = new ResourceUrls(location, jars);
        this.domain = new ProtectionDomain(new CodeSource(urls.of(""), (Certificate[]) null), null, this, null);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var bytes = jars.file(name.replace('.', '/') + ".class").orElseThrow(() -> new ClassNotFoundException(name));
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    @Override
    protected @Nullable URL findResource(String path) {
        return jars.file(path).isPresent() ? urls.of(path) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String path) {
        return Collections.enumeration(jars.file(path).isPresent() ? List.of(urls.of(path)) : List.of());
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
        var own = jars.file(path);
        return own.isPresent() ? new ByteArrayInputStream(own.get()) : super.getResourceAsStream(path);
    }
}
