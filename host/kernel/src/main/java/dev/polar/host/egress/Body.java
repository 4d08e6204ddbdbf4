package dev.polar.host.egress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * How the body of a request is delimited (RFC 9112 section 6). It is read and written anew: where a request ends is decided
 * here, and nothing after its end goes on.
 */
sealed interface Body {
    /** @param length in bytes; 0 for none */
    record Whole(long length) implements Body {}

    record Chunked() implements Body {}

    Pattern LENGTH = Pattern.compile("[0-9]{1,15}");
    Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(?:;[\\x20-\\x7e\\t]*)?");
    int PIECE = 16 << 10;
    int MOST_IN_LINE = 1_024;

    /** @throws Malformed if it says in two ways how long it is, or in none that is known */
    static Body of(Head head) throws Malformed {
        var coding = head.values("transfer-encoding");
        var length = head.values("content-length");
        if (coding.isEmpty() && length.isEmpty()) {
            return new Whole(0);
        }
        if (!coding.isEmpty()) {
            if (coding.size() == 1 && length.isEmpty() && coding.getFirst().equalsIgnoreCase("chunked")) {
                return new Chunked();
            }
            throw new Malformed("a body that says in two ways how long it is");
        }
        if (length.size() != 1 || !LENGTH.matcher(length.getFirst()).matches()) {
            throw new Malformed("a body whose length is no number");
        }
        return new Whole(Long.parseLong(length.getFirst()));
    }

    /** Takes pieces of a body. */
    @FunctionalInterface
    interface Sink {
        void take(ByteBuffer piece) throws IOException;
    }

    /** Gives the content to the sink, piece by piece; chunks lose their marks. */
    default void read(Incoming in, Sink sink) throws IOException {
        switch (this) {
            case Whole(long length) -> pieces(in, length, sink);
            case Chunked chunked -> {
                for (int size = size(in); size > 0; size = size(in)) {
                    pieces(in, size, sink);
                    if (!line(in).isEmpty()) {
                        throw new Malformed("a chunk longer than it said");
                    }
                }
                if (!line(in).isEmpty()) {
                    throw new Malformed("headers after the body");
                }
            }
        }
    }

    private static void pieces(Incoming in, long length, Sink sink) throws IOException {
        for (long left = length; left > 0; ) {
            in.await(1);
            var piece = in.take((int) Math.min(Math.min(left, PIECE), in.available()));
            left -= piece.length;
            sink.take(ByteBuffer.wrap(piece));
        }
    }

    private static int size(Incoming in) throws IOException {
        var match = CHUNK.matcher(line(in));
        if (!match.matches()) {
            throw new Malformed("a chunk of no size");
        }
        long size = Long.parseLong(match.group(1), 16);
        if (size > Integer.MAX_VALUE) {
            throw new Malformed("a chunk of more than 2 GiB");
        }
        return (int) size;
    }

    private static String line(Incoming in) throws IOException {
        for (int length = 2; length < MOST_IN_LINE; length++) {
            in.await(length);
            if (in.at(length - 2) == '\r' && in.at(length - 1) == '\n') {
                return new String(in.take(length), 0, length - 2, StandardCharsets.ISO_8859_1);
            }
        }
        throw new Malformed("a line that does not end");
    }
}
