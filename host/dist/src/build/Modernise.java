import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes the classes of a jar in today's class-file version, with stack maps: the JVM's start-up cache leaves out classes
 * that are verified the old way. picocli is compiled for Java 5, and reading it anew took a third of every command.
 */
final class Modernise {
    private static final int VERSION = 69;

    private Modernise() {}

    public static void main(String[] jars) throws IOException {
        for (var jar : jars) {
            var old = Files.createTempFile("modernise", ".jar");
            Files.copy(Path.of(jar), old, StandardCopyOption.REPLACE_EXISTING);
            try (var classes = new URLClassLoader(new URL[] {old.toUri().toURL()});
                    var entries = FileSystems.newFileSystem(Path.of(jar))) {
                rewrite(entries, classes);
            } finally {
                Files.delete(old);
            }
        }
    }

    private static void rewrite(FileSystem entries, ClassLoader classes) throws IOException {
        var format = ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        // Passing each instruction on makes the writer compute the frames.
        var newer = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen((made, element) -> {
            if (element instanceof ClassFileVersion) {
                made.withVersion(VERSION, 0);
            } else {
                made.with(element);
            }
        });
        try (var files = Files.walk(entries.getPath("/"))) {
            for (var file : files.filter(Modernise::isClass).toList()) {
                Files.write(file, format.transformClass(format.parse(Files.readAllBytes(file)), newer));
            }
        }
    }

    private static boolean isClass(Path file) {
        return file.toString().endsWith(".class") && !file.endsWith("module-info.class");
    }
}
