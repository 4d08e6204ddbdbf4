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

    @Test
    void a_card_appears_where_somebody_may_decide_and_its_button_has_the_call_made_once(
            @TempDir Path dataDir,
            @TempDir(cleanup = CleanupMode.ALWAYS) Path askers,
            @TempDir(cleanup = CleanupMode.ALWAYS) Path deciders)
            throws Exception {
        assumeTrue(
                Chromium.binary().isPresent(), "there is no /usr/bin/chromium: apt-get install chromium to run this");
        try (var world = new WebWorld(DATABASE.get(), dataDir).answering();
                var ann = Chromium.open(askers, world.link("ann"));
                var bob = Chromium.open(deciders, world.link("bob"))) {
            world.asks("channel:web:default:bob");
            bob.await("document.querySelector('#state[data-state=connected]')");
            ann.await("document.querySelector('#state[data-state=connected]')");
            ann.type("/note <img src=x onerror=alert(1)> \u202etea");
            assertEquals("Waits for a yes", ann.await("document.querySelector('.approval .head')?.textContent"));
            assertEquals("none", ann.await("document.querySelector('.approval button.approve') ? 'there' : 'none'"));
            assertEquals("acme.notes/put", bob.await("document.querySelector('.approval .target')?.textContent"));
            assertEquals(
                    "{\"text\":\"<img src=x onerror=alert(1)> \\u202etea\"}",
                    bob.await("document.querySelector('.approval .arguments')?.textContent"));
            bob.await("(() => { const it = document.querySelector('.approval button.approve:enabled');"
                    + " it?.click(); return it; })()");
            assertEquals(
                    "Approved by channel:web:default:bob",
                    bob.await("document.querySelector('.approval[data-state=approved] .outcome')?.textContent"));
            assertEquals("gone", bob.await("document.querySelector('.approval button.approve') ? '' : 'gone'"));
            ann.await("[...document.querySelectorAll('.message.agent .text')]"
                    + ".find((it) => it.textContent.startsWith('acme.notes/put was approved and answered:'))");
            assertEquals(1, world.noted.size());
            ann.type("/note <img src=x onerror=alert(1)> \u202etea");
            assertEquals("2", bob.await("document.querySelectorAll('.approval').length > 1 && '2'"));
            assertEquals(1, world.noted.size());
        }
    }
}
