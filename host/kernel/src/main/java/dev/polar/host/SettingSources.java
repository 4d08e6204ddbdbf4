package dev.polar.host;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Flags, environment and file, in that order; refuses any name none of us knows. */
final class SettingSources {
    /** Variables of the same family that belong to the command line, the launcher or the build. */
    private static final Set<String> OTHERS = Set.of(
            "POLAR_OPERATOR_KEY",
            "POLAR_LAUNCHER",
            "POLAR_CI",
            "POLAR_REMOTE",
            "POLAR_REMOTE_TOKEN",
            "POLAR_REMOTE_CERTIFICATE",
            "POLAR_CLIENT_TOKEN");

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final Map<String, SettingsFile.Line> file;
    private final Optional<SettingsFile> from;

    SettingSources(Map<String, String> flags, Map<String, String> environment, Optional<SettingsFile> from) {
        this.flags = flags;
        this.environment = environment;
        this.from = from;
        this.file = from.map(SettingsFile::lines).orElse(Map.of());
        refuseUnknown(flags.keySet(), "flag", name(known -> known.flag().stream()));
        refuseUnknown(
                environment.keySet().stream()
                        .filter(key -> key.startsWith("POLAR_"))
                        .collect(Collectors.toSet()),
                "environment variable",
                Stream.concat(name(known -> Stream.of(known.variable())).stream(), OTHERS.stream())
                        .toList());
        // The file lies in the data directory, so it cannot say where that is.
        refuseUnknown(
                file.keySet(),
                "setting in "
                        + from.map(SettingsFile::path).map(Object::toString).orElse(""),
                name(known -> Stream.of(known.settingName()).filter(key -> known != KnownSetting.DATA_DIR)));
    }

    <T> Setting<T> get(KnownSetting known, Function<String, ? extends T> parse, T otherwise) {
        if (known.flag().isPresent() && flags.containsKey(known.flag().get())) {
            var flag = known.flag().get();
            return read(known, flags.get(flag), new Origin.Flag(flag), parse);
        }
        if (environment.containsKey(known.variable())) {
            return read(known, environment.get(known.variable()), new Origin.Environment(known.variable()), parse);
        }
        if (file.containsKey(known.settingName())) {
            var line = file.get(known.settingName());
            return read(known, line.text(), new Origin.File(from.orElseThrow().path(), line.number()), parse);
        }
        return new Setting<>(known.settingName(), otherwise, new Origin.Default());
    }

    private static <T> Setting<T> read(
            KnownSetting known, String text, Origin origin, Function<String, ? extends T> parse) {
        try {
            return new Setting<>(known.settingName(), parse.apply(text), origin);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Code.SETTING_INVALID,
                    known.settingName() + " from " + origin + " cannot be used: " + e.getMessage(),
                    "correct it and start again",
                    Map.of("setting", known.settingName(), "origin", origin.toString()));
        }
    }

    private static List<String> name(Function<KnownSetting, Stream<String>> of) {
        return Arrays.stream(KnownSetting.values()).flatMap(of).toList();
    }

    private static void refuseUnknown(Set<String> said, String what, List<String> known) {
        for (var name : said.stream().sorted().toList()) {
            if (!known.contains(name)) {
                throw new Refusal(
                        Code.SETTING_INVALID,
                        "unknown " + what + ": " + name,
                        Nearest.to(name, known)
                                .map(nearest -> "the nearest known one is " + nearest)
                                .orElse("known are " + String.join(", ", known)),
                        Map.of("setting", name));
            }
        }
    }
}
