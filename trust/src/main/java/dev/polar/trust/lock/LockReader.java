package dev.polar.trust.lock;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.json.JsonAt;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a lock, strictly: nothing is sorted, completed or skipped for its author. */
final class LockReader {
    static final String ENABLED = "enabled";
    static final String DISABLED = "disabled";

    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 20);
    private static final Set<String> FILE = ordered("lock", "plugins");
    private static final Set<String> PLUGIN = ordered(
            "name",
            "version",
            "state",
            "content",
            "file",
            "publisher",
            "signers",
            "level",
            "provenance",
            "permissions",
            "requires",
            "source");
    private static final Set<String> STATES = ordered(ENABLED, DISABLED);
    private static final Set<String> LEVELS =
            Arrays.stream(Level.values()).map(Level::label).collect(Collectors.toCollection(LinkedHashSet::new));
    private static final Set<String> PROVENANCES = Arrays.stream(Provenance.values())
            .map(LockReader::label)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    private static final Pattern PUBLISHER = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern HTTPS = Pattern.compile("https://[!-~]{1,990}");
    private static final Pattern RELATIVE =
            Pattern.compile("(?!/)(?![A-Za-z][A-Za-z0-9+.-]*:)[^\\p{Cntrl}\\\\]{1,1000}");

    private LockReader() {}

    private static Set<String> ordered(String... words) {
        return new LinkedHashSet<>(List.of(words));
    }

    static String label(Provenance provenance) {
        return provenance.name().toLowerCase(Locale.ROOT);
    }

    static Lock read(String file, byte[] bytes) {
        var root = JsonAt.root(new JsonAt.Source(file, Code.LOCK_INVALID, bytes), LIMITS)
                .closed(FILE);
        var format = root.require("lock");
        if (format.integer(0, Integer.MAX_VALUE) != Lock.FORMAT) {
            throw format.refused("format", "this Polar reads lock files of format 1", "Write it anew: polar lock.");
        }
        var items = root.require("plugins").items();
        var plugins = new ArrayList<LockedPlugin>();
        for (var item : items) {
            var plugin = plugin(item);
            if (!plugins.isEmpty()) {
                requireAfter(plugins.getLast().name(), item.require("name"), plugin.name());
            }
            plugins.add(plugin);
        }
        var byName = plugins.stream()
                .collect(Collectors.toMap(plugin -> plugin.name().name(), Function.identity()));
        for (int i = 0; i < plugins.size(); i++) {
            requireComplete(plugins.get(i), items.get(i), byName);
        }
        return new Lock(plugins);
    }

    private static LockedPlugin plugin(JsonAt at) {
        at.closed(PLUGIN);
        var source = at.find("source");
        return new LockedPlugin(
                at.require("name").as(PluginId::new),
                at.require("version").as(Version::parse),
                at.require("content").as(Digest::parse),
                at.require("file").as(Digest::parse),
                at.require("publisher").matching(PUBLISHER, "publisher", "a publisher's name"),
                sorted(at.require("signers"), KeyId::new),
                Level.labelled(at.require("level").word(LEVELS)).orElseThrow(),
                Provenance.values()[
                        new ArrayList<>(PROVENANCES)
                                .indexOf(at.require("provenance").word(PROVENANCES))],
                at.require("permissions").as(Digest::parse),
                at.require("state").word(STATES).equals(ENABLED),
                sorted(at.require("requires"), PluginId::new),
                source.map(LockReader::source));
    }

    private static String source(JsonAt at) {
        var text = at.string();
        if (HTTPS.matcher(text).matches() || RELATIVE.matcher(text).matches()) {
            return text;
        }
        throw at.refused(
                "source",
                "this is neither a path relative to the lock file nor an https address",
                "Write it as in packages/weather-1.4.0.polar, or leave it out and name the directory: --from DIR.");
    }

    private static void requireAfter(PluginId before, JsonAt at, PluginId name) {
        if (name.equals(before)) {
            throw at.refused("duplicate", "'" + name + "' stands here twice", "Remove one.");
        }
        if (name.compareTo(before) < 0) {
            throw at.refused("order", "'" + name + "' belongs before '" + before + "'", "Sort the plugins by name.");
        }
    }

    private static void requireComplete(LockedPlugin plugin, JsonAt at, Map<String, LockedPlugin> byName) {
        for (var required : at.require("requires").items()) {
            var there = byName.get(required.string());
            if (there == null) {
                throw required.refused(
                        "requires",
                        "'" + required.string() + "' is not in this lock",
                        Nearest.to(required.string(), byName.keySet())
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("A lock holds everything its plugins require: write it with polar lock."));
            }
            if (plugin.enabled() && !there.enabled()) {
                throw required.refused(
                        "requires",
                        "'" + there.name() + "' is disabled in this lock, and '" + plugin.name()
                                + "' cannot run without",
                        "Write enabled at both, or disabled.");
            }
        }
    }

    private static <T extends Comparable<T>> SortedSet<T> sorted(JsonAt at, Function<String, T> reader) {
        var all = new TreeSet<T>();
        for (var item : at.items()) {
            var read = item.as(reader);
            if (!all.isEmpty() && read.compareTo(all.last()) <= 0) {
                throw item.refused("order", "'" + read + "' stands here twice or out of order", "Sort them.");
            }
            all.add(read);
        }
        return all;
    }
}
