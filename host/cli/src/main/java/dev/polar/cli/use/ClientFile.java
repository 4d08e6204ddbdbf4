package dev.polar.cli.use;

import dev.polar.cli.shell.CliSettings;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A client's token and where its host is, for {@code polar mcp}: {@code ~/.config/polar/clients/NAME.json}, its owner's
 * alone. So no configuration of a client holds the token, and no process has it in its arguments.
 */
public record ClientFile(String url, String token) {
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 16);

    static Path path(CliSettings settings, String name) {
        return settings.user().resolve(".config/polar/clients").resolve(name + ".json");
    }

    /** @throws Refusal {@code CLIENT_UNKNOWN} if there is none, or everybody can read it */
    public static ClientFile read(CliSettings settings, String name) {
        if (!name.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
            throw unknown("'" + name + "' is no name of a client");
        }
        var path = path(settings, name);
        try {
            if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
                throw new Refusal(Code.CLIENT_UNKNOWN, "everybody can read " + path, "chmod 600 " + path);
            }
            var json = StrictJson.object(Files.readAllBytes(path), LIMITS);
            return new ClientFile(json.getString("url"), json.getString("token"));
        } catch (IOException e) {
            throw unknown("there is no " + path);
        } catch (JsonFault | NullPointerException | ClassCastException e) {
            throw unknown(path + " is not what 'polar client add' wrote");
        }
    }

    /** Takes the place of what was there. */
    Path write(CliSettings settings, String name) {
        var path = path(settings, name);
        var text = StrictJson.provider()
                .createObjectBuilder()
                .add("url", url)
                .add("token", token)
                .build()
                .toString();
        try {
            var directory = path.getParent();
            Files.createDirectories(directory);
            var fresh = Files.createTempFile(
                    directory,
                    ".client",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            return path;
        } catch (IOException e) {
            throw new Refusal(
                    Code.STORAGE_FAILED, "cannot write " + path + ": " + e.getMessage(), "polar client rotate " + name);
        }
    }

    private static Refusal unknown(String why) {
        return new Refusal(
                Code.CLIENT_UNKNOWN, why, "polar client add NAME --save, or polar client rotate NAME --save");
    }
}
