package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.key.Digest;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactRangeTest {
    /** The eight leaves that the tests of Certificate Transparency logs share. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void the_root_is_that_of_rfc_6962(int size, String root) {
        var range = new CompactRange(0);
        LEAVES.subList(0, size)
                .forEach(leaf -> range.append(LeafHash.of(HexFormat.of().parseHex(leaf))));
        assertEquals(root, range.root().hex());
    }

    @Property(tries = 300)
    void parts_join_to_the_whole_and_survive_their_hashes(
            @ForAll @IntRange(max = 300) int a,
            @ForAll @IntRange(max = 300) int b,
            @ForAll @IntRange(max = 300) int c) {
        var whole = range(0, a + b + c);
        var left = reread(range(0, a));
        var right = reread(range(a + b, a + b + c));
        left.append(range(a, a + b));
        left.append(right);
        assertEquals(whole.root(), left.root());
        assertTrue(right.hashes().size() <= 2 * 11, "logarithmic");
        assertEquals(whole.hashes(), left.hashes());
    }

    @Test
    void a_range_of_another_length_or_place_is_refused() {
        var hashes = range(3, 9).hashes();
        assertThrows(IllegalArgumentException.class, () -> CompactRange.of(3, 11, hashes));
        assertThrows(IllegalArgumentException.class, () -> CompactRange.of(3, 4, hashes));
        assertThrows(IllegalArgumentException.class, () -> range(0, 4).append(range(5, 6)));
        assertThrows(IllegalStateException.class, () -> range(5, 6).root());
    }

    private static CompactRange reread(CompactRange range) {
        return CompactRange.of(range.begin(), range.end(), range.hashes());
    }

    private static CompactRange range(int begin, int end) {
        var range = new CompactRange(begin);
        for (int i = begin; i < end; i++) {
            range.append(Digest.of(new byte[] {(byte) i, (byte) (i >> 8)}));
        }
        return range;
    }
}
