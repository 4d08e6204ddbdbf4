package dev.polar.host.http;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What every door speaks. */
public final class Protocols {
    private Protocols() {}

    /** Says nothing of itself. */
    public static HttpConnectionFactory http() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(16 << 10);
        // A host may be known by an address, so a hello need not name it: the doorkeeper holds the Host against what is
        // known, and the command line the certificate.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new HttpConnectionFactory(http);
    }

    /** Around it: TLS 1.3 alone. */
    public static SslConnectionFactory tls(LiveIdentity identity) {
        var ssl = new SslContextFactory.Server();
        ssl.setSslContext(identity.context());
        ssl.setIncludeProtocols("TLSv1.3");
        ssl.setRenegotiationAllowed(false);
        return new SslConnectionFactory(ssl, "http/1.1");
    }
}
