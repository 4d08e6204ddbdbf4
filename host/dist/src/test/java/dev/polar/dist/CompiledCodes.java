package dev.polar.dist;

import dev.polar.spi.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Which codes the compiled classes of all modules name. */
final class CompiledCodes {
    private static final String CODE = Code.class.getName().replace('.', '/');
    private static final Pattern WORD = Pattern.compile("(?<![A-Z_])[A-Z]+(?:_[A-Z]+)*(?![A-Z_])");

    /** They look codes up and refuse nothing. */
    private static final Set<String> TABLES =
            Set.of(CODE, "dev/polar/cli/shell/ExitCode", "dev/polar/runtime/java/Blame");

    private CompiledCodes() {}

    /** Codes that some main class uses by their constant, tables and the ones of switches aside. */
    static Set<Code> inMain(Path root) {
        var found = EnumSet.noneOf(Code.class);
        for (var model : classes(root, "classes")) {
            if (!TABLES.contains(model.thisClass().asInternalName()) && !isSwitch(model)) {
                StreamSupport.stream(model.constantPool().spliterator(), false).forEach(e -> constant(e, found));
            }
        }
        return found;
    }

    /** Codes that some test class names: by their constant, or as a word in the text that a caller gets. */
    static Set<Code> inTests(Path root) {
        var found = EnumSet.noneOf(Code.class);
        for (var model : classes(root, "test-classes")) {
            if (!model.thisClass().asInternalName().startsWith("dev/polar/dist/")) {
                for (var entry : model.constantPool()) {
                    constant(entry, found);
                    words(entry, found);
                }
            }
        }
        return found;
    }

    private static void constant(PoolEntry entry, Set<Code> found) {
        if (entry instanceof FieldRefEntry field
                && field.owner().asInternalName().equals(CODE)
                && field.type().equalsString("L" + CODE + ";")) {
            found.add(Code.valueOf(field.name().stringValue()));
        }
    }

    private static void words(PoolEntry entry, Set<Code> found) {
        if (entry instanceof Utf8Entry text) {
            WORD.matcher(text.stringValue()).results().forEach(word -> {
                for (var code : Code.values()) {
                    if (code.name().equals(word.group())) {
                        found.add(code);
                    }
                }
            });
        }
    }

    /** javac keeps the constants of a switch over an enum in a class of their own. */
    private static boolean isSwitch(ClassModel model) {
        return model.fields().stream().anyMatch(f -> f.fieldName().stringValue().startsWith("$SwitchMap$"));
    }

    private static List<ClassModel> classes(Path root, String kind) {
        var found = new ArrayList<ClassModel>();
        try {
            for (var module : modules(root)) {
                var directory = module.resolve("target").resolve(kind);
                if (Files.isDirectory(directory)) {
                    try (var files = Files.walk(directory)) {
                        files.filter(f -> f.toString().endsWith(".class"))
                                .map(CompiledCodes::parsed)
                                .forEach(found::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static ClassModel parsed(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Directories with a pom.xml; what modules build is not looked into. */
    private static List<Path> modules(Path root) throws IOException {
        var modules = new ArrayList<Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                var name = directory.getFileName().toString();
                if (name.equals("target") || name.equals("src") || name.equals("npm") || name.startsWith(".")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (Files.exists(directory.resolve("pom.xml"))) {
                    modules.add(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return modules;
    }
}
