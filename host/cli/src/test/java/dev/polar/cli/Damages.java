package dev.polar.cli;

import dev.polar.trust.key.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Does something to an export at random: what an attacker, a disk or a careless copy would do. */
final class Damages {
    private static final List<String> FILES = List.of("records.jsonl", "manifest.json", "checkpoint", "log.vkey");

    private final RandomGenerator random;
    private final SampleLog log;
    private final Path export;
    private String did = "";

    Damages(RandomGenerator random, SampleLog log, Path export) {
        this.random = random;
        this.log = log;
        this.export = export;
    }

    /** One to three damages, and what they were. */
    String happen() throws IOException {
        int times = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
        for (int i = 0; i < times; i++) {
            one();
        }
        return did;
    }

    private void one() throws IOException {
        switch (random.nextInt(11)) {
            case 0 -> bytes();
            case 1 -> cut();
            case 2 -> file();
            case 3 -> manifest();
            case 4 -> forked();
            case 5 -> forged();
            case 6 -> rewritten();
            default -> lines();
        }
    }

    private Path some() {
        return export.resolve(FILES.get(random.nextInt(3) > 0 ? 0 : random.nextInt(FILES.size())));
    }

    private void bytes() throws IOException {
        var file = some();
        if (!Files.exists(file) || Files.size(file) == 0) {
            return;
        }
        var bytes = Files.readAllBytes(file);
        int at = random.nextInt(bytes.length);
        bytes[at] = (byte) (random.nextBoolean() ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt(256));
        Files.write(file, bytes);
        did += file.getFileName() + " byte " + at + "; ";
    }

    private void cut() throws IOException {
        var file = some();
        if (!Files.exists(file)) {
            return;
        }
        var text = Files.readAllBytes(file);
        int length = random.nextInt(4) == 0 ? Math.max(0, text.length - 1) : random.nextInt(text.length + 1);
        Files.write(file, Arrays.copyOf(text, length));
        did += file.getFileName() + " cut to " + length + "; ";
    }

    private void file() throws IOException {
        var file = some();
        Files.deleteIfExists(file);
        if (random.nextBoolean()) {
            Files.write(file, new byte[random.nextInt(3)]);
        }
        did += file.getFileName() + " gone or empty; ";
    }

    private void manifest() throws IOException {
        replace(
                "manifest.json",
                switch (random.nextInt(6)) {
                    case 0 -> new String[] {"\"count\":[0-9]+", "\"count\":" + random.nextInt(40)};
                    case 1 -> new String[] {"\"first\":[0-9]+", "\"first\":" + random.nextInt(40)};
                    case 2 -> new String[] {"\"last\":\"..", "\"last\":\"00"};
                    case 3 -> new String[] {"\"left\":\\[[^\\]]*", "\"left\":["};
                    case 4 -> new String[] {"\"right\":\\[", "\"right\":[\"" + "0".repeat(64) + "\""};
                    default -> new String[] {"\"origin\":\"", "\"origin\":\"x"};
                });
    }

    private void replace(String name, String[] by) throws IOException {
        var file = export.resolve(name);
        if (Files.exists(file)) {
            var text = Files.readString(file, StandardCharsets.ISO_8859_1);
            Files.writeString(file, text.replaceFirst(by[0], by[1]), StandardCharsets.ISO_8859_1);
            did += name + " " + by[0] + " -> " + by[1] + "; ";
        }
    }

    /** The same key signs another history from some record on. */
    private void forked() throws IOException {
        int from = random.nextInt(log.records.size());
        var fork = log.upTo(from);
        for (int seq = from; seq < log.records.size(); seq++) {
            fork.append("another-" + seq);
        }
        int end = 1 + random.nextInt(log.records.size());
        fork.export(export, random.nextInt(end), end);
        did += "forked at " + from + "; ";
    }

    /** Everything is made again under another key, or only what the key signs is. */
    private void forged() throws IOException {
        var other = SampleLog.of(log.records.size());
        var file = export.resolve(random.nextBoolean() ? "checkpoint" : "log.vkey");
        if (random.nextBoolean()) {
            other.export(export, 0, log.records.size());
        } else {
            Files.writeString(
                    file,
                    file.endsWith("checkpoint") ? other.note(random.nextInt(log.records.size())) : other.vkey + "\n");
        }
        did += "forged; ";
    }

    /** A record is altered and all after it are chained again, which leaves only the root. */
    private void rewritten() throws IOException {
        int from = random.nextInt(log.records.size());
        var fork = log.upTo(from);
        for (int seq = from; seq < log.records.size(); seq++) {
            fork.append(seq == from ? "altered" : "action-" + seq);
        }
        var text = new StringBuilder();
        fork.records.forEach(record ->
                text.append(new String(record.bytes(), StandardCharsets.UTF_8)).append('\n'));
        Files.writeString(export.resolve("records.jsonl"), text);
        did += "chained again from " + from + "; ";
    }

    private void lines() throws IOException {
        var file = export.resolve("records.jsonl");
        if (!Files.exists(file)) {
            return;
        }
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        var lines = new ArrayList<>(List.of(text.split("\n", -1)));
        var ended = text.endsWith("\n");
        lines.removeLast();
        if (lines.size() < 2) {
            return;
        }
        int at = random.nextInt(lines.size());
        int to = random.nextInt(lines.size());
        switch (random.nextInt(12)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.subList(Math.min(at, to), Math.max(at, to)).clear();
            case 2 -> lines.add(to, lines.get(at));
            case 3 -> Collections.swap(lines, at, to);
            case 4 -> lines.add(to, lines.remove(at));
            case 5 -> Collections.rotate(lines.subList(Math.min(at, to), Math.max(at, to) + 1), 1);
            case 6 -> lines.set(at, lines.get(at).replace("action-", "Action-"));
            case 7 -> lines.set(at, lines.get(at).replaceFirst("\"seq\":[0-9]+", "\"seq\":" + random.nextInt(60)));
            case 8 -> lines.set(at, lines.get(at).replaceFirst("\"prev\":\"..", "\"prev\":\"00"));
            case 9 -> lines.set(at, lines.get(at).replace(",", ", "));
            case 10 -> lines.add(to, at % 2 == 0 ? "" : "garbage");
            default -> lines.add(to, foreign(random.nextInt(60)));
        }
        did += "lines " + at + " " + to + " of " + lines.size() + "; ";
        Files.writeString(file, String.join("\n", lines) + (ended ? "\n" : ""), StandardCharsets.ISO_8859_1);
    }

    private static String foreign(int seq) {
        var prev = seq == 0 ? Optional.<Digest>empty() : Optional.of(Digest.of(new byte[] {1}));
        return new String(SampleLog.record(seq, prev, "foreign").bytes(), StandardCharsets.ISO_8859_1);
    }
}
