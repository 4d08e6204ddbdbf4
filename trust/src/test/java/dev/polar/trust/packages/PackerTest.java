package dev.polar.trust.packages;

import static dev.polar.trust.packages.Sample.ACME;
import static dev.polar.trust.packages.Sample.ACME_TOO;
import static dev.polar.trust.packages.Sample.NOW;
import static dev.polar.trust.packages.Sample.REVIEWER;
import static dev.polar.trust.packages.Sample.entries;
import static dev.polar.trust.packages.Sample.envelope;
import static dev.polar.trust.packages.Sample.files;
import static dev.polar.trust.packages.Sample.forged;
import static dev.polar.trust.packages.Sample.keyring;
import static dev.polar.trust.packages.Sample.publisher;
import static dev.polar.trust.packages.Sample.signed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.Foreign;
import dev.polar.trust.admission.Level;
import dev.polar.trust.attestation.Attestations;
import dev.polar.trust.container.StrictZip;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackerTest {
    @TempDir
    Path folder;

    private static Refusal refused(Supplier<byte[]> pack) {
        return assertThrows(Refusal.class, pack::get);
    }

    @Test
    void a_packed_directory_verifies() throws Exception {
        Sample.write(folder, files());
        var verified = PackageVerification.verify(Packer.pack(folder, NOW, ACME), keyring());
        assertEquals("acme.weather", verified.manifest().name().name());
        assertEquals(files().keySet(), verified.entries().keySet());
    }

    @Test
    void equal_input_gives_equal_bytes_in_whatever_order_it_comes() throws Exception {
        Sample.write(folder, files());
        var packed = Packer.pack(folder, NOW, ACME);
        assertArrayEquals(packed, Packer.pack(folder, NOW, ACME));
        assertArrayEquals(packed, Packer.pack(entries(files()), NOW, ACME));
        var reversed = new java.util.ArrayList<>(entries(files()));
        Collections.reverse(reversed);
        assertArrayEquals(packed, Packer.pack(reversed, NOW.plusMillis(999), ACME), "the time counts to the second");
        var later = Packer.pack(folder, NOW.plus(Duration.ofDays(1)), ACME);
        assertEquals(
                PackageFile.open(packed).contentDigest(),
                PackageFile.open(later).contentDigest());
        assertNotEquals(
                PackageFile.open(packed).digest(), PackageFile.open(later).digest());
    }

    @Test
    void attestations_that_lie_in_the_directory_are_not_packed() throws Exception {
        Sample.write(folder, files());
        var packed = Packer.pack(folder, NOW, ACME);
        var old = folder.resolve(Attestations.ENTRY);
        Files.writeString(old, "left over");
        assertArrayEquals(packed, Packer.pack(folder, NOW, ACME));
    }

    @Test
    void a_further_signature_leaves_the_content_digest_and_counts() {
        var once = signed(ACME);
        var twice = Packer.sign(once, ACME_TOO);
        assertEquals(
                PackageFile.open(once).contentDigest(), PackageFile.open(twice).contentDigest());
        var verified = PackageVerification.verify(twice, keyring(publisher(Level.COMMUNITY, 2, ACME, ACME_TOO)));
        assertEquals(Set.of(ACME.publicKey().id(), ACME_TOO.publicKey().id()), verified.signers());
        assertArrayEquals(signed(ACME, ACME_TOO), twice, "signing together or one after the other is the same");
    }

    @Test
    void signing_again_with_one_key_changes_nothing() {
        var once = signed(ACME);
        assertArrayEquals(once, Packer.sign(once, ACME));
    }

    @Test
    void a_package_can_be_packed_first_and_signed_later() {
        var waiting = signed();
        assertEquals(
                Code.SIGNATURE_MISSING,
                refused(() -> {
                            PackageVerification.verify(waiting, keyring());
                            return waiting;
                        })
                        .code());
        assertArrayEquals(signed(ACME), Packer.sign(waiting, ACME));
    }

    @Test
    void a_review_leaves_the_content_digest_and_a_signature_after_it_counts_too() {
        var reviewed = Packer.review(signed(ACME), NOW, REVIEWER);
        assertEquals(
                PackageFile.open(signed(ACME)).contentDigest(),
                PackageFile.open(reviewed).contentDigest());
        var verified = PackageVerification.verify(
                Packer.sign(reviewed, ACME_TOO), keyring(publisher(Level.COMMUNITY, 2, ACME, ACME_TOO)));
        assertEquals(2, verified.signers().size());
    }

    /** Nobody signs what is not so. */
    @Test
    void a_statement_that_does_not_describe_the_package_is_not_signed() {
        var files = new LinkedHashMap<>(files());
        files.put("dev.polar/code/weather.jar", "evil");
        var forged = forged(files, envelope(ACME));
        assertEquals(
                Code.DIGEST_MISMATCH,
                refused(() -> Packer.sign(forged, ACME_TOO)).code());
        assertEquals(
                Code.DIGEST_MISMATCH,
                refused(() -> Packer.review(forged, NOW, REVIEWER)).code());
        var none = StrictZip.write(entries(files()));
        assertEquals(
                Code.SIGNATURE_MISSING, refused(() -> Packer.sign(none, ACME)).code());
    }

    @Test
    void a_seventeenth_signature_is_refused() {
        var file = signed();
        for (int i = 0; i < 16; i++) {
            file = Packer.sign(file, SigningKey.generate());
        }
        var full = file;
        assertEquals(
                Code.SIGNATURE_INVALID, refused(() -> Packer.sign(full, ACME)).code());
        for (int i = 0; i < 15; i++) {
            file = Packer.review(file, NOW, REVIEWER);
        }
        var reviewed = file;
        assertEquals(
                Code.SIGNATURE_INVALID,
                refused(() -> Packer.review(reviewed, NOW, REVIEWER)).code());
    }

    @Test
    void a_link_is_refused_wherever_it_points() throws Exception {
        Sample.write(folder, files());
        for (var target : new String[] {"plugin.json", "/etc/passwd", "skills", "nowhere"}) {
            var link = folder.resolve("link");
            Files.createSymbolicLink(link, Path.of(target));
            var refusal = refused(() -> Packer.pack(folder, NOW, ACME));
            assertEquals(Code.CONTAINER_MALFORMED, refusal.code());
            assertEquals("link", refusal.details().get("entry"));
            assertEquals("file-type", refusal.details().get("rule"));
            Files.delete(link);
        }
    }

    @Test
    void what_is_no_regular_file_is_refused_without_opening_it() throws Exception {
        Sample.write(folder, files());
        Foreign.run(folder, "mkfifo", "skills/pipe");
        var refusal = refused(() -> Packer.pack(folder, NOW, ACME));
        assertEquals(Code.CONTAINER_MALFORMED, refusal.code());
        assertEquals("skills/pipe", refusal.details().get("entry"));
    }

    @Test
    void a_name_that_no_package_may_hold_is_refused() throws Exception {
        Sample.write(folder, files());
        Files.writeString(folder.resolve("a b"), "");
        var refusal = refused(() -> Packer.pack(folder, NOW, ACME));
        assertEquals(Code.CONTAINER_MALFORMED, refusal.code());
        assertEquals("a b", refusal.details().get("entry"));
    }

    @Test
    void more_than_a_package_holds_is_refused() throws Exception {
        Sample.write(folder, files());
        try (var file = new java.io.RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            file.setLength((256 << 20) + 1L); // sparse
        }
        var refusal = refused(() -> Packer.pack(folder, NOW, ACME));
        assertEquals(Code.CONTAINER_MALFORMED, refusal.code());
        assertEquals("size-limit", refusal.details().get("rule"));
    }

    @Test
    void a_directory_without_a_manifest_is_refused() {
        assertEquals(
                Code.MANIFEST_INVALID,
                refused(() -> Packer.pack(folder, NOW, ACME)).code());
        assertEquals(
                Code.NOT_FOUND,
                refused(() -> Packer.pack(folder.resolve("missing"), NOW, ACME)).code());
    }

    @Test
    void a_file_that_is_none_or_too_large_is_refused() throws Exception {
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(Refusal.class, () -> PackageFile.read(folder)).code());
        var large = folder.resolve("large.polar");
        try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(200 << 20); // sparse
        }
        var refusal = assertThrows(Refusal.class, () -> PackageFile.read(large));
        assertEquals(Code.CONTAINER_MALFORMED, refusal.code());
    }
}
