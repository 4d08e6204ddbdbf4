package dev.polar.bench;

import dev.polar.runtime.PackageContent;
import dev.polar.trust.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** A plugin in Java that gives back what it is given, and one tool that asks its host for something first. */
record EchoPlugin(Path directory, Manifest manifest) implements PackageContent {
    private static final String SOURCE = """
            package local.echo;
            import dev.polar.spi.*;
            import java.util.Map;
            @org.pf4j.Extension
            public final class EchoPlugin implements Plugin {
                @Override
                public Map<String, ToolHandler> tools(PluginContext host) {
                    return Map.of(
                            "echo", call -> ToolResult.of(call.arguments()),
                            "ask", call -> {
                                host.tools().list();
                                return ToolResult.of(call.arguments());
                            });
                }
            }
            """;

    private static final String TOOL = """
            {"name":"%s","description":"For a measurement","effect":"read","input":{"type":"object"},
             "output":{"type":"object"}}""";

    /** Compiles and packs it into a folder. */
    static EchoPlugin in(Path folder) throws IOException {
        var source = Files.createDirectories(folder.resolve("src/local/echo")).resolve("EchoPlugin.java");
        Files.writeString(source, SOURCE);
        var classes = Files.createDirectories(folder.resolve("classes"));
        int failed = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.err,
                        System.err,
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        if (failed != 0) {
            throw new IOException("the plugin to measure with does not compile");
        }
        var root = folder.resolve("package");
        var code = Files.createDirectories(root.resolve("dev.polar/code"));
        try (var jar = new JarOutputStream(Files.newOutputStream(code.resolve("main.jar")))) {
            put(jar, "META-INF/extensions.idx", "local.echo.EchoPlugin\n".getBytes());
            put(jar, "local/echo/EchoPlugin.class", Files.readAllBytes(classes.resolve("local/echo/EchoPlugin.class")));
        }
        var manifest = """
                {"$schema":"%s","name":"local.echo","version":"1.0.0","description":"For a measurement",
                 "extensions":{"dev.polar":{"format":1,"epoch":1,"spi":"[1.0,2.0)",
                  "entry":{"runtime":"pf4j","jar":"main.jar"},"tools":[%s]}}}
                """.formatted(
                        Manifest.SCHEMA,
                        List.of("echo", "ask").stream().map(TOOL::formatted).collect(Collectors.joining(",")));
        Files.writeString(root.resolve(Manifest.FILE), manifest);
        return new EchoPlugin(root, Manifest.parse(manifest.getBytes()));
    }

    private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }

    @Override
    public SortedSet<String> entries() {
        return new TreeSet<>(List.of(Manifest.FILE, "dev.polar/code/main.jar"));
    }

    @Override
    public byte[] entry(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
