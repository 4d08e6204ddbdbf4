package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Carries bytes between a child and where it was let through to, after a look at how it begins. What begins as TLS has to
 * name the granted host; on port 443 nothing else may begin. Otherwise the server may speak first: it is listened to before
 * the client said anything.
 */
final class Tunnel {
    private static final int HTTPS = 443;

    /** A fatal alert (RFC 8446 section 6.2), which TLS clients show. */
    private static final byte[] ACCESS_DENIED = {21, 3, 3, 0, 2, 2, 49};

    private final Link link;
    private final HostPort to;
    private final SocketChannel near;
    private final SocketChannel far;
    private final Incoming said;
    private final Traffic.Count count;
    private final Buffers buffers;
    private final CompletableFuture<Boolean> askedAgain = new CompletableFuture<>();

    /** @param said what the child has sent already */
    Tunnel(Link link, HostPort to, SocketChannel far, Incoming said, Traffic.Count count, Buffers buffers) {
        this.link = link;
        this.to = to;
        this.near = link.near();
        this.far = far;
        this.said = said;
        this.count = count;
        this.buffers = buffers;
    }

    /**
     * Returns when both sides have ended.
     *
     * @throws Refusal {@code TLS_REFUSED}, or what ended the grant
     */
    void run() throws IOException {
        boolean onlyTls = to.port() == HTTPS;
        var back = Thread.ofVirtual().name("egress-back").unstarted(this::back);
        if (!onlyTls) {
            back.start();
        }
        try {
            if (begins(onlyTls)) {
                if (onlyTls) {
                    back.start();
                }
                secondHello();
            }
            link.open();
            write(said.takeAll(), far, count.sent());
            copy(near, far, count.sent());
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Refusal why) {
            if (why.code() == Code.TLS_REFUSED) {
                near.write(ByteBuffer.wrap(ACCESS_DENIED));
            }
            throw why;
        } finally {
            link.close();
        }
    }

    /** Looks at the first words, and passes a hello on; says whether it was one. */
    private boolean begins(boolean onlyTls) throws IOException {
        if (!onlyTls && silent()) {
            return false;
        }
        var words = new FirstWords(said);
        try {
            if (!words.tls()) {
                if (onlyTls) {
                    throw HelloRule.refused(to, "is none", "port 443 is for TLS");
                }
                return false;
            }
            HelloRule.require(words.hello(), to);
        } catch (Malformed e) {
            throw HelloRule.refused(to, "begins with what is no TLS hello: " + e.getMessage(), "");
        }
        write(said.take(words.length()), far, count.sent());
        return true;
    }

    /** A client that only listens, or has left: then there is nothing to look at. */
    private boolean silent() throws IOException {
        if (said.available() > 0) {
            return false;
        }
        link.open();
        return !said.more();
    }

    private void secondHello() throws IOException {
        if (!askedAgain.join()) {
            return;
        }
        var words = new FirstWords(said);
        try {
            HelloRule.require(words.secondHello(), to);
        } catch (Malformed e) {
            throw HelloRule.refused(to, "goes on with what is no TLS hello: " + e.getMessage(), "");
        }
    }

    private void back() {
        try {
            var first = new Incoming(far, FirstWords.MOST);
            askedAgain.complete(ServerWords.askAgain(first));
            write(first.takeAll(), near, count.received());
            copy(far, near, count.received());
        } catch (IOException | Refusal e) {
            link.close();
        } finally {
            askedAgain.complete(false);
        }
    }

    private void write(byte[] bytes, SocketChannel out, LongAdder counter) throws IOException {
        if (bytes.length > 0) {
            write(ByteBuffer.wrap(bytes), out, counter);
        }
    }

    private void write(ByteBuffer bytes, SocketChannel out, LongAdder counter) throws IOException {
        link.passing();
        int length = bytes.remaining();
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
        counter.add(length);
    }

    private void copy(SocketChannel in, SocketChannel out, LongAdder counter) throws IOException {
        var buffer = buffers.take();
        try {
            while (in.read(buffer.clear()) >= 0) {
                write(buffer.flip(), out, counter);
            }
            out.shutdownOutput();
        } finally {
            buffers.give(buffer);
        }
    }
}
