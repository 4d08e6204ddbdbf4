package dev.polar.runtime.pf4j;

import dev.polar.runtime.java.CodeJars;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/** Addresses of resources in memory: {@code polar:<plugin>@<digest>/<path>}. Known to the URLs made here and to nobody else. */
final class ResourceUrls extends URLStreamHandler {
    private final String location;
    private final CodeJars jars;

    ResourceUrls(String location, CodeJars jars) {
        this.location = location;
        this.jars = jars;
    }

    URL of(String path) {
        try {
            var colon = location.indexOf(':');
            return URL.of(
                    new URI(location.substring(0, colon), location.substring(colon + 1) + "/" + path, null), this);
        } catch (URISyntaxException | MalformedURLException e) {
            throw new IllegalStateException("a location and a path make a URL", e);
        }
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        var text = "polar:" + URI.create(url.toExternalForm()).getSchemeSpecificPart();
        var path = text.startsWith(location + "/") ? text.substring(location.length() + 1) : "";
        var bytes = jars.file(path).orElseThrow(() -> new FileNotFoundException(text));
        return new URLConnection(url) {
            @Override
            public void connect() {}

            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public long getContentLengthLong() {
                return bytes.length;
            }
        };
    }
}
