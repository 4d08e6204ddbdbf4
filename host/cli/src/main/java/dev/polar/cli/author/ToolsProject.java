package dev.polar.cli.author;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * A Maven project that builds a plugin anywhere on this machine.
 *
 * @param osgi an OSGi bundle instead of a PF4J jar
 * @param repository a file repository that holds polar-spi
 */
record ToolsProject(PluginId plugin, boolean osgi, Path repository) {

    /** {@code weather} of {@code acme.weather}. */
    static String artifact(PluginId plugin) {
        return plugin.name().substring(plugin.namespace().length() + 1);
    }

    /** Writes it, and returns the names of its files. */
    List<String> write(Path directory) {
        var files = files();
        var values = values();
        files.forEach((name, template) ->
                ProjectFiles.write(directory.resolve(name), ProjectFiles.filled(template(template), values)));
        return List.copyOf(files.keySet());
    }

    private Map<String, String> files() {
        var folder = packageName().replace('.', '/') + "/" + className();
        var files = new LinkedHashMap<String, String>();
        files.put("pom.xml", "pom.xml");
        if (osgi) {
            files.put("bnd.bnd", "bnd.bnd");
        }
        files.put("README.md", "README.md");
        files.put(".gitignore", "gitignore");
        files.put("src/main/plugin/plugin.json", "plugin.json");
        files.put("src/main/java/" + folder + "Plugin.java", "Plugin.java");
        files.put("src/test/java/" + folder + "PluginTest.java", "PluginTest.java");
        return files;
    }

    private Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        var kind = osgi ? "osgi" : "pf4j";
        var main = packageName() + "." + className() + "Plugin";
        values.put("dependencies", template(kind + "-dependencies.xml"));
        values.put("plugins", template(kind + "-plugins.xml"));
        values.put(
                "entry",
                osgi
                        ? "{ \"runtime\": \"osgi\", \"jar\": \"" + artifact(plugin) + ".jar\", \"class\": \"" + main
                                + "\" }"
                        : "{ \"runtime\": \"pf4j\", \"jar\": \"" + artifact(plugin) + ".jar\" }");
        values.put("import", osgi ? "" : "import org.pf4j.Extension;\n");
        values.put("annotation", osgi ? "" : "@Extension\n");
        values.put("plugin", plugin.name());
        values.put("namespace", plugin.namespace());
        values.put("artifact", artifact(plugin));
        values.put("package", packageName());
        values.put("class", className());
        values.put("repository", repository.toUri().toString());
        values.put("spi", spiVersion());
        values.put(
                "signer",
                plugin.namespace().equals("local") ? "your operator's key" : "its publisher's key: --key KEY.pem");
        return values;
    }

    /** The plugin's name as a Java package. */
    private String packageName() {
        return Arrays.stream(plugin.name().split("\\."))
                .map(segment -> segment.replace("-", ""))
                .map(segment -> Character.isDigit(segment.charAt(0)) ? "_" + segment : segment)
                .map(segment -> SourceVersion.isKeyword(segment) || segment.equals("java") ? segment + "_" : segment)
                .collect(Collectors.joining("."));
    }

    /** The last segment in camel case; one that starts with a digit gets a letter before it. */
    private String className() {
        var name = Arrays.stream(artifact(plugin).split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        return Character.isDigit(name.charAt(0)) ? "The" + name : name;
    }

    private String spiVersion() {
        try (var versions = Files.list(repository.resolve("dev/polar/polar-spi"))) {
            return versions.filter(Files::isDirectory)
                    .map(version -> version.getFileName().toString())
                    .max(String::compareTo)
                    .orElseThrow(() -> new IOException("no version of polar-spi"));
        } catch (IOException e) {
            throw new Refusal(
                    Code.INTERNAL,
                    repository + " holds no polar-spi: " + e.getMessage(),
                    "build the distribution again");
        }
    }

    private static String template(String name) {
        return ProjectFiles.template("tools/" + name);
    }
}
