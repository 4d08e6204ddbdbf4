package dev.polar.runtime.landlock;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the launcher is told. Length and content go over its standard input, where what follows is the program's: a
 * command line would show the environment to others, and variables of a package would reach the launcher.
 *
 * @param paths what it may reach; everything else is refused
 * @param filter a seccomp program
 * @param directory where the program starts
 * @param environment {@code NAME=value}, all of it
 * @param command the program by absolute path, and its arguments
 */
public record Orders(
        List<Reach> paths,
        List<Limit> limits,
        byte[] filter,
        String directory,
        List<String> environment,
        List<String> command) {
    /** A file, or a directory with all below it. */
    public record Reach(String path, Right right) {}

    /** What may be done with it. */
    public enum Right {
        /** Read, list and run. */
        READ,
        /** And create, change and remove, but no devices and no sockets. */
        WRITE
    }

    /**
     * @param resource {@code RLIMIT_*} of asm-generic/resource.h
     * @param most soft and hard
     */
    public record Limit(int resource, long most) {}

    public Orders {
        paths = List.copyOf(paths);
        limits = List.copyOf(limits);
        filter = filter.clone();
        environment = List.copyOf(environment);
        command = List.copyOf(command);
    }

    public void write(OutputStream out) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var data = new DataOutputStream(bytes)) {
            data.writeInt(paths.size());
            for (var reach : paths) {
                text(data, reach.path);
                data.writeBoolean(reach.right == Right.WRITE);
            }
            data.writeInt(limits.size());
            for (var limit : limits) {
                data.writeInt(limit.resource);
                data.writeLong(limit.most);
            }
            data.writeInt(filter.length);
            data.write(filter);
            text(data, directory);
            texts(data, environment);
            texts(data, command);
        }
        var framed = new ByteArrayOutputStream();
        new DataOutputStream(framed).writeInt(bytes.size());
        bytes.writeTo(framed);
        framed.writeTo(out);
        out.flush();
    }

    /** Reads exactly what was written, not a byte more. */
    static Orders read(InputStream in) throws IOException {
        var data = new DataInputStream(in);
        var whole = new byte[data.readInt()];
        data.readFully(whole);
        data = new DataInputStream(new ByteArrayInputStream(whole));
        var paths = new ArrayList<Reach>();
        for (int i = data.readInt(); i > 0; i--) {
            paths.add(new Reach(text(data), data.readBoolean() ? Right.WRITE : Right.READ));
        }
        var limits = new ArrayList<Limit>();
        for (int i = data.readInt(); i > 0; i--) {
            limits.add(new Limit(data.readInt(), data.readLong()));
        }
        var filter = new byte[data.readInt()];
        data.readFully(filter);
        return new Orders(paths, limits, filter, text(data), texts(data), texts(data));
    }

    private static void texts(DataOutputStream data, List<String> texts) throws IOException {
        data.writeInt(texts.size());
        for (var text : texts) {
            text(data, text);
        }
    }

    private static List<String> texts(DataInputStream data) throws IOException {
        var texts = new ArrayList<String>();
        for (int i = data.readInt(); i > 0; i--) {
            texts.add(text(data));
        }
        return texts;
    }

    private static void text(DataOutputStream data, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        data.writeInt(bytes.length);
        data.write(bytes);
    }

    private static String text(DataInputStream data) throws IOException {
        var bytes = new byte[data.readInt()];
        data.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
