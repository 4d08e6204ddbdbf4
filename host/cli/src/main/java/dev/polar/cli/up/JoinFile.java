package dev.polar.cli.up;

import dev.polar.adminapi.InstallationName;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What makes a second data directory one of the same installation: which operators count, what they sign for, and what seals
 * secrets. {@code {"type": "polar-join/1", "files": {NAME: BASE64}}}. It goes from host to host by the operator's hand and
 * never through the database, whose reader must not become any of it.
 *
 * @param files by name
 */
record JoinFile(Map<String, byte[]> files) {
    private static final String TYPE = "polar-join/1";
    private static final List<String> NEEDED = List.of("installation", "operators.json", "master.key");
    private static final List<String> HELPFUL = List.of("floors.json", "revocations.jsonl");
    private static final int MOST_BYTES = 16 << 20;

    /**
     * What that data directory has to give.
     *
     * @throws Refusal {@code NOT_FOUND} if no operator of it is pinned yet, {@code DEV_INSTALLATION}
     */
    static JoinFile of(Path data) {
        InstallationName.requireFit(data, false);
        var files = new LinkedHashMap<String, byte[]>();
        for (var name : NEEDED) {
            if (!Files.exists(data.resolve(name))) {
                throw new Refusal(
                        Code.NOT_FOUND,
                        "there is no " + name + " in " + data + ": no host with an operator has run there",
                        "polar up there first, or name another directory with --data");
            }
            files.put(name, read(data.resolve(name)));
        }
        HELPFUL.stream()
                .filter(name -> Files.exists(data.resolve(name)))
                .forEach(name -> files.put(name, read(data.resolve(name))));
        return new JoinFile(files);
    }

    /** @throws Refusal {@code REQUEST_INVALID} if it is no such file */
    static JoinFile parse(Path file) {
        try {
            var json = StrictJson.object(read(file), StrictJson.Limits.bytes(MOST_BYTES));
            var files = new LinkedHashMap<String, byte[]>();
            for (var entry : json.getJsonObject("files").entrySet()) {
                if (NEEDED.contains(entry.getKey()) || HELPFUL.contains(entry.getKey())) {
                    files.put(entry.getKey(), Base64.getDecoder().decode(((JsonString) entry.getValue()).getString()));
                }
            }
            if (json.getString("type").equals(TYPE) && files.keySet().containsAll(NEEDED)) {
                return new JoinFile(files);
            }
        } catch (RuntimeException e) {
            if (e instanceof Refusal refusal && refusal.code() == Code.NOT_FOUND) {
                throw refusal;
            }
        }
        throw new Refusal(
                Code.REQUEST_INVALID, file + " is no file to join with", "polar node export FILE makes one, on a host");
    }

    /** Writes it for nobody but its owner to read. */
    void write(Path file) {
        var json = StrictJson.provider().createObjectBuilder();
        files.forEach((name, bytes) -> json.add(name, Base64.getEncoder().encodeToString(bytes)));
        JsonObject whole = StrictJson.provider()
                .createObjectBuilder()
                .add("type", TYPE)
                .add("files", json)
                .build();
        create(file, (whole + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes that directory one of the installation. What is there already has to be the same.
     *
     * @throws Refusal {@code STATE_CONFLICT} if it belongs to another installation
     */
    void unpack(Path data) {
        var missing = new ArrayList<String>();
        for (var name : NEEDED) {
            if (!Files.exists(data.resolve(name))) {
                missing.add(name);
            } else if (!Arrays.equals(read(data.resolve(name)), files.get(name))) {
                throw new Refusal(
                        Code.STATE_CONFLICT,
                        data + " belongs to another installation: its " + name + " is another one",
                        "join with an empty data directory: --data DIR");
            }
        }
        HELPFUL.stream()
                .filter(name -> files.containsKey(name) && !Files.exists(data.resolve(name)))
                .forEach(missing::add);
        OwnDirectory.make(data);
        missing.forEach(name -> create(data.resolve(name), files.get(name)));
    }

    private static void create(Path file, byte[] bytes) {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(file, options, owner)) {
            channel.write(ByteBuffer.wrap(bytes));
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(Code.STATE_CONFLICT, file + " exists", "choose another file name");
        } catch (IOException e) {
            throw new Refusal(
                    Code.REQUEST_INVALID, "cannot write " + file + ": " + e.getMessage(), "choose another place");
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Refusal(Code.NOT_FOUND, "cannot read " + file + ": " + e.getMessage(), "look at its owner");
        }
    }
}
