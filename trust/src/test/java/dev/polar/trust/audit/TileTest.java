package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "0, 273, 112, tile/0/273.p/112",
        "1, 1, 17, tile/1/001.p/17",
        "2, 0, 1, tile/2/000.p/1",
        "0, 1067, 256, tile/0/x001/067",
        "3, 1234067, 256, tile/3/x001/x234/067",
        "7, 1000000, 3, tile/7/x001/x000/000.p/3"
    })
    void a_path_is_that_of_c2sp_tlog_tiles(int level, long index, int width, String path) {
        var tile = new Tile(level, index, width);
        assertEquals(path, tile.path());
        assertEquals(Optional.of(tile), Tile.parse(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/1",
                "tile/0/0001",
                "tile/0/x000/001",
                "tile/0/001.p/0",
                "tile/0/001.p/256",
                "tile/0/001.p/999",
                "tile/0/001.p/07",
                "tile/8/001",
                "tile/0/001/002",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/entries/001",
                "/tile/0/001",
                "tile/0/001\n"
            })
    void no_other_path_is_one(String path) {
        assertEquals(Optional.empty(), Tile.parse(path));
    }

    /** The example of the specification: a tree of 70,000. */
    @Test
    void a_log_of_a_size_has_the_tiles_that_c2sp_says() {
        assertEquals(Optional.of(new Tile(0, 272, 256)), Tile.of(0, 272, 70_000));
        assertEquals(Optional.of(new Tile(0, 273, 112)), Tile.of(0, 273, 70_000));
        assertEquals(Optional.empty(), Tile.of(0, 274, 70_000));
        assertEquals(Optional.of(new Tile(1, 0, 256)), Tile.of(1, 0, 70_000));
        assertEquals(Optional.of(new Tile(1, 1, 17)), Tile.of(1, 1, 70_000));
        assertEquals(Optional.of(new Tile(2, 0, 1)), Tile.of(2, 0, 70_000));
        assertEquals(Optional.empty(), Tile.of(3, 0, 70_000));
    }
}
