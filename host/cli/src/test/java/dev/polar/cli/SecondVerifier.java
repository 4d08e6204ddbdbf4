package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.spi.ToolProvider;

/**
 * {@code docs/VerifyAudit.java}, compiled for JDK 17 and loaded where it sees nothing but a JDK. Whatever it shared with the
 * host it would not find.
 */
final class SecondVerifier {
    static final Path SOURCE = Path.of(System.getProperty("polar.root"), "docs", "VerifyAudit.java");
    private static final SecondVerifier ONE = new SecondVerifier();

    private final MethodHandle run;
    private final MethodHandle canonical;
    private final MethodHandle record;

    private SecondVerifier() {
        try {
            var classes = Files.createTempDirectory("second-verifier");
            compile(classes);
            var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
            run = find(
                    loader,
                    "VerifyAudit",
                    "run",
                    MethodType.methodType(int.class, String[].class, PrintStream.class, PrintStream.class));
            canonical =
                    find(loader, "VerifyAudit$Canonical", "read", MethodType.methodType(Object.class, byte[].class));
            record = find(
                    loader,
                    "VerifyAudit$Record",
                    "parse",
                    MethodType.methodType(loader.loadClass("VerifyAudit$Record"), byte[].class));
            try (var compiled = Files.list(classes)) {
                for (var file : compiled.toList()) {
                    loader.loadClass(file.getFileName().toString().replace(".class", ""));
                    Files.delete(file);
                }
            }
            Files.delete(classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static void compile(Path classes) {
        var out = new ByteArrayOutputStream();
        var to = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exit = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(to, to, "--release", "17", "-Xlint:all", "-Werror", "-d", "" + classes, "" + SOURCE);
        assertEquals(0, exit, out.toString(StandardCharsets.UTF_8));
    }

    private static MethodHandle find(ClassLoader loader, String type, String name, MethodType shape)
            throws ReflectiveOperationException {
        var method = loader.loadClass(type).getDeclaredMethod(name, shape.parameterArray());
        method.setAccessible(true);
        return MethodHandles.lookup().unreflect(method);
    }

    static Run verify(Object... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var words = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
        try {
            int exit = (int) ONE.run.invokeExact(
                    words,
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8));
            return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (Throwable e) {
            throw new AssertionError("the verifier does not end this way", e);
        }
    }

    static boolean isCanonical(byte[] json) {
        return takes(ONE.canonical, json);
    }

    static boolean isRecord(byte[] line) {
        return takes(ONE.record, line);
    }

    private static boolean takes(MethodHandle reader, byte[] bytes) {
        try {
            var unused = reader.invoke(bytes);
            return true;
        } catch (Throwable e) {
            assertEquals("Malformed", e.getClass().getSimpleName(), e.toString());
            return false;
        }
    }
}
