package dev.polar.host.oauth;

import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The keys of an issuer (RFC 7517) that can verify here; whatever else its set holds is left out. */
record SigningKeys(List<One> all) {
    static final int MOST_BYTES = 256 << 10;

    private static final int MOST_KEYS = 100;
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 8192;
    private static final int ED25519_BYTES = 32;

    /** @param only the one algorithm that it is for, if it says so */
    record One(String id, String type, Optional<Algorithm> only, PublicKey key) {
        boolean isFor(String keyId, Algorithm algorithm) {
            return id.equals(keyId)
                    && type.equals(algorithm.keyType())
                    && only.filter(other -> other != algorithm).isEmpty();
        }
    }

    /** @throws JsonFault unless it is a set of keys */
    static SigningKeys of(byte[] json) {
        var found = new ArrayList<One>();
        if (StrictJson.object(json, StrictJson.Limits.bytes(MOST_BYTES)).get("keys") instanceof JsonArray keys) {
            keys.stream()
                    .limit(MOST_KEYS)
                    .filter(JsonObject.class::isInstance)
                    .map(JsonObject.class::cast)
                    .forEach(key -> read(key).ifPresent(found::add));
        }
        return new SigningKeys(List.copyOf(found));
    }

    List<PublicKey> named(String keyId, Algorithm algorithm) {
        return all.stream()
                .filter(one -> one.isFor(keyId, algorithm))
                .map(One::key)
                .toList();
    }

    private static Optional<One> read(JsonObject jwk) {
        var id = Jwt.text(jwk, "kid");
        var said = Jwt.text(jwk, "alg");
        var only = said.flatMap(Algorithm::of);
        if (id.isEmpty() || !verifies(jwk) || said.isPresent() && only.isEmpty()) {
            return Optional.empty();
        }
        var type = Jwt.text(jwk, "kty").orElse("");
        try {
            return key(type, jwk).map(key -> new One(id.get(), type, only, key));
        } catch (GeneralSecurityException | IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    private static boolean verifies(JsonObject jwk) {
        var operations = jwk.get("key_ops");
        return Jwt.text(jwk, "use").orElse("sig").equals("sig")
                && (operations == null
                        || operations instanceof JsonArray some
                                && some.stream()
                                        .anyMatch(one -> one instanceof JsonString word
                                                && word.getString().equals("verify")));
    }

    private static Optional<PublicKey> key(String type, JsonObject jwk) throws GeneralSecurityException {
        return switch (type) {
            case "EC" -> elliptic(jwk);
            case "RSA" -> rsa(jwk);
            case "OKP" -> edwards(jwk);
            default -> Optional.empty();
        };
    }

    private static Optional<PublicKey> elliptic(JsonObject jwk) throws GeneralSecurityException {
        if (!Jwt.text(jwk, "crv").orElse("").equals("P-256")) {
            return Optional.empty();
        }
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var curve = parameters.getParameterSpec(ECParameterSpec.class);
        var point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
        return isOn(curve, point)
                ? Optional.of(KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve)))
                : Optional.empty();
    }

    /** The JDK takes any two numbers. */
    private static boolean isOn(ECParameterSpec of, ECPoint point) {
        var curve = of.getCurve();
        var prime = ((ECFieldFp) curve.getField()).getP();
        var x = point.getAffineX();
        var y = point.getAffineY();
        return x.compareTo(prime) < 0
                && y.compareTo(prime) < 0
                && y.multiply(y)
                                .subtract(x.multiply(x).add(curve.getA()).multiply(x))
                                .subtract(curve.getB())
                                .mod(prime)
                                .signum()
                        == 0;
    }

    private static Optional<PublicKey> rsa(JsonObject jwk) throws GeneralSecurityException {
        var modulus = number(jwk, "n");
        var exponent = number(jwk, "e");
        if (modulus.bitLength() < LEAST_RSA_BITS
                || modulus.bitLength() > MOST_RSA_BITS
                || exponent.bitLength() > Integer.SIZE
                || exponent.compareTo(BigInteger.TWO) <= 0) {
            return Optional.empty();
        }
        return Optional.of(KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)));
    }

    /** RFC 8032, section 5.1.2: 255 bits of y, least byte first, and whether x is odd. */
    private static Optional<PublicKey> edwards(JsonObject jwk) throws GeneralSecurityException {
        var bytes = bytes(jwk, "x");
        if (!Jwt.text(jwk, "crv").orElse("").equals("Ed25519") || bytes.length != ED25519_BYTES) {
            return Optional.empty();
        }
        var reversed = new byte[ED25519_BYTES];
        for (int i = 0; i < ED25519_BYTES; i++) {
            reversed[i] = bytes[ED25519_BYTES - 1 - i];
        }
        boolean odd = reversed[0] < 0;
        reversed[0] &= 0x7f;
        var point = new EdECPoint(odd, new BigInteger(1, reversed));
        return Optional.of(KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
    }

    private static BigInteger number(JsonObject jwk, String member) {
        return new BigInteger(1, bytes(jwk, member));
    }

    private static byte[] bytes(JsonObject jwk, String member) {
        return Base64.getUrlDecoder().decode(Jwt.text(jwk, member).orElse(""));
    }
}
