package dev.polar.trust.javadoc;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Finds public types and packages without a doc comment. It parses and resolves nothing, so it takes a moment. */
final class Undescribed extends TreePathScanner<Void, String> {
    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

    private final DocTrees docs;
    private final List<String> found = new ArrayList<>();

    private Undescribed(DocTrees docs) {
        this.docs = docs;
    }

    /** Their names; nested types with their outer type. */
    static List<String> in(Collection<Path> files) throws IOException {
        try (var manager = JAVAC.getStandardFileManager(null, null, null)) {
            return scan(manager.getJavaFileObjectsFromPaths(files));
        }
    }

    static List<String> names(String... sources) throws IOException {
        return scan(IntStream.range(0, sources.length)
                .mapToObj(i -> new Source("/" + i + ".java", sources[i]))
                .toList());
    }

    private static List<String> scan(Iterable<? extends JavaFileObject> files) throws IOException {
        var task = (JavacTask) JAVAC.getTask(null, null, null, null, null, files);
        var scanner = new Undescribed(DocTrees.instance(task));
        task.parse().forEach(unit -> scanner.scan(unit, ""));
        return scanner.found;
    }

    @Override
    public Void visitPackage(PackageTree tree, String outer) {
        boolean story =
                getCurrentPath().getCompilationUnit().getSourceFile().getName().endsWith("package-info.java");
        if (!tree.getAnnotations().isEmpty() || story) {
            look("package " + tree.getPackageName());
        }
        return null;
    }

    @Override
    public Void visitClass(ClassTree tree, String outer) {
        if (!seen(tree)) {
            return null;
        }
        var name = outer + tree.getSimpleName();
        look(name);
        for (var member : tree.getMembers()) {
            if (member instanceof ClassTree) {
                scan(member, name + ".");
            }
        }
        return null;
    }

    private void look(String name) {
        if (docs.getDocComment(getCurrentPath()) == null) {
            found.add(name);
        }
    }

    /** Public, or a member of an interface. */
    private boolean seen(ClassTree tree) {
        var around = getCurrentPath().getParentPath().getLeaf().getKind();
        return tree.getModifiers().getFlags().contains(Modifier.PUBLIC)
                || around == Tree.Kind.INTERFACE
                || around == Tree.Kind.ANNOTATION_TYPE;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string://" + name), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
