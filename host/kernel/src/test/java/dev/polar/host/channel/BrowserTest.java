package dev.polar.host.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polar.host.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void a_person_opens_the_link_writes_and_is_answered(
            @TempDir Path dataDir, @TempDir(cleanup = CleanupMode.ALWAYS) Path profile) throws Exception {
        assumeTrue(
                Chromium.binary().isPresent(), "there is no /usr/bin/chromium: apt-get install chromium to run this");
        try (var world = new WebWorld(DATABASE.get(), dataDir).answering();
                var browser = Chromium.open(profile, world.link("ann"))) {
            assertEquals(
                    "Connected", browser.await("document.querySelector('#state[data-state=connected]')?.textContent"));
            assertEquals("/", browser.await("location.pathname"));
            browser.type("a <script> & a 🐧");
            assertEquals(
                    "a <script> & a 🐧", browser.await("document.querySelector('.message.user .text')?.textContent"));
            assertEquals(
                    "You said: a <script> & a 🐧",
                    browser.await("document.querySelector('.message.agent .text')?.textContent"));
        }
    }
}
