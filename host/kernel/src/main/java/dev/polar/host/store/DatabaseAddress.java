package dev.polar.host.store;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a PostgreSQL is and who we are there. Never printed: it holds a password. */
record DatabaseAddress(String jdbcUrl, Optional<String> user, Optional<String> password) {

    /** Reads a JDBC address or PostgreSQL's own form, {@code postgresql://user:password@host:port/database?key=value}. */
    static DatabaseAddress of(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return checked(new DatabaseAddress(url, Optional.empty(), Optional.empty()));
        }
        if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
            throw refused();
        }
        try {
            var uri = URI.create(url);
            var login = Optional.ofNullable(uri.getRawUserInfo());
            var query = Optional.ofNullable(uri.getRawQuery())
                    .map(text -> "?" + text)
                    .orElse("");
            var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return checked(new DatabaseAddress(
                    "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
                    login.map(text -> decoded(text.split(":", 2)[0])),
                    login.filter(text -> text.contains(":")).map(text -> decoded(text.split(":", 2)[1]))));
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    PGSimpleDataSource source() {
        var source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        user.ifPresent(source::setUser);
        password.ifPresent(source::setPassword);
        return source;
    }

    private static DatabaseAddress checked(DatabaseAddress address) {
        try {
            address.source();
            return address;
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Refusal refused() {
        return new Refusal(
                Code.SETTING_INVALID,
                "database.url is not the address of a PostgreSQL",
                "write it as postgresql://user:password@host:5432/database");
    }

    @Override
    public String toString() {
        return jdbcUrl.replaceAll("\\?.*", "");
    }
}
