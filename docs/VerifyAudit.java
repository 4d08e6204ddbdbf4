import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Verifies an export of a Polar audit log: a second verifier beside {@code polar audit verify}, written from audit.md alone.
 * One file, nothing but a JDK (17 or later), no network:
 *
 * <pre>
 * java VerifyAudit.java DIR --key LOG_KEY [--policy FILE] [--from-checkpoint FILE | --older DIR] [--json]
 * </pre>
 *
 * DIR may also be an archive of the host, and a bundle, which are ZIP files.
 *
 * It reads in the order of audit.md, section "Verifying": manifest, records, key and checkpoint, root, kept checkpoint. The
 * first thing that does not hold ends it. It keeps one record, one of foresight and two lists of hashes in memory.
 */
public final class VerifyAudit {
    static final int MAX_RECORD = 65_535;
    static final int MAX_SMALL_FILE = 65_536;
    static final int MAX_DEPTH = 64;

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            Order order = Order.read(args);
            Verdict verdict = order.verdict();
            print(out, order.json() ? verdict.json() : verdict.line());
            return verdict.exit();
        } catch (Stop stop) {
            print(err, "error " + stop.getMessage());
            return stop.exit;
        } catch (IOException e) {
            print(err, "error NOT_FOUND cannot be read: " + printable(String.valueOf(e.getMessage())));
            return 1;
        }
    }

    /** UTF-8 whatever the terminal says, so that scripts read the same everywhere. */
    static void print(PrintStream to, String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        to.write(bytes, 0, bytes.length);
        to.flush();
    }

    // ---- what was asked, and what is answered

    static final String USAGE =
            "java VerifyAudit.java DIR --key LOG_KEY [--policy FILE] [--from-checkpoint FILE | --older DIR] [--json]";

    record Order(Path directory, Optional<Key> key, Optional<Policy> policy, Optional<Path> kept, Optional<Path> older, boolean json) {
        static Order read(String[] args) throws IOException {
            Map<String, String> given = new HashMap<>();
            List<String> places = new ArrayList<>();
            for (int i = 0; i < args.length; i++) {
                String name = args[i];
                if (!name.startsWith("--")) {
                    places.add(name);
                } else if (name.equals("--json")) {
                    given.put(name, "");
                } else if (!Set.of("--key", "--policy", "--from-checkpoint", "--older").contains(name)
                        || i + 1 == args.length
                        || given.put(name, args[++i]) != null) {
                    throw new Stop(2, "USAGE " + USAGE);
                }
            }
            if (places.size() != 1 || given.containsKey("--from-checkpoint") && given.containsKey("--older")) {
                throw new Stop(2, "USAGE " + USAGE);
            }
            Optional<String> key = Optional.ofNullable(given.get("--key"));
            Optional<String> policy = Optional.ofNullable(given.get("--policy"));
            return new Order(
                    Path.of(places.get(0)),
                    key.isPresent() ? Optional.of(key(key.get())) : Optional.empty(),
                    policy.isPresent() ? Optional.of(Policy.read(Path.of(policy.get()))) : Optional.empty(),
                    Optional.ofNullable(given.get("--from-checkpoint")).map(Path::of),
                    Optional.ofNullable(given.get("--older")).map(Path::of),
                    given.containsKey("--json"));
        }

        /** The key itself, or a file that holds it. */
        private static Key key(String given) throws IOException {
            try {
                return Key.parse(given, Key.LOG);
            } catch (Malformed notAKey) {
                if (!Files.isRegularFile(Path.of(given))) {
                    throw new Stop(1, "KEY_INVALID the key is none: " + notAKey.getMessage());
                }
            }
            try {
                return Key.parse(new String(Files.readAllBytes(Path.of(given)), StandardCharsets.UTF_8).strip(), Key.LOG);
            } catch (Malformed e) {
                throw new Stop(1, "KEY_INVALID " + given + " holds no key: " + e.getMessage());
            }
        }

        Verdict verdict() throws IOException {
            if (Bundle.isOne(directory)) {
                if (kept.isPresent() || older.isPresent()) {
                    throw new Stop(2, "USAGE a bundle is not compared with what was kept");
                }
                return new Bundle(directory, key, policy).judge();
            }
            Optional<byte[]> note = kept.isPresent() ? Optional.of(Files.readAllBytes(kept.get())) : Optional.empty();
            if (older.isPresent()) {
                note = Optional.of(older(older.get()));
            }
            try (Place place = Place.open(directory)) {
                return new Export(place.files, key, policy, note).judge();
            } catch (Damage damage) {
                return new Verdict.Damaged(damage);
            }
        }

        /** The checkpoint of an export that holds by itself. */
        private byte[] older(Path export) throws IOException {
            try (Place place = Place.open(export)) {
                Verdict before = new Export(place.files, key, policy, Optional.empty()).judge();
                if (before instanceof Verdict.Damaged damaged) {
                    throw new Stop(3, "AUDIT_DAMAGED the older export: " + damaged.line());
                }
                return Files.readAllBytes(place.files.resolve("checkpoint"));
            } catch (Damage damage) {
                throw new Stop(3, "AUDIT_DAMAGED the older export: " + new Verdict.Damaged(damage).line());
            }
        }
    }

    interface Verdict {
        String line();

        String json();

        int exit();

        /** Everything fits. {@code word} is OK, or says what is missing for an OK. */
        record Proven(String word, String origin, long first, long records, long size) implements Verdict {
            @Override
            public String line() {
                return records == 0
                        ? word + " no records of " + origin
                        : word + " records " + first + " to " + (first + records - 1) + " of " + origin;
            }

            @Override
            public String json() {
                return "{\"verdict\":" + quoted(word) + ",\"origin\":" + quoted(origin) + ",\"first\":" + first + ",\"records\":"
                        + records + ",\"size\":" + size + "}";
            }

            @Override
            public int exit() {
                return word.equals("OK") ? 0 : 3;
            }
        }

        /** The same of a bundle. */
        record Bundled(String word, String origin, String made, long records, long size) implements Verdict {
            @Override
            public String line() {
                return word + " bundle of " + records + (records == 1 ? " record of " : " records of ") + origin + ", made " + made;
            }

            @Override
            public String json() {
                return "{\"verdict\":" + quoted(word) + ",\"origin\":" + quoted(origin) + ",\"made\":" + quoted(made)
                        + ",\"records\":" + records + ",\"size\":" + size + "}";
            }

            @Override
            public int exit() {
                return word.equals("OK") ? 0 : 3;
            }
        }

        record Damaged(Damage what) implements Verdict {
            @Override
            public String line() {
                return "DAMAGED " + what.kind + (what.record < 0 ? "" : " record " + what.record) + ": " + what.getMessage();
            }

            @Override
            public String json() {
                return "{\"verdict\":\"DAMAGED\",\"kind\":" + quoted(what.kind) + ",\"why\":" + quoted(what.getMessage())
                        + (what.record < 0 ? "" : ",\"record\":" + what.record) + "}";
            }

            @Override
            public int exit() {
                return 3;
            }
        }
    }

    /** There is a verdict: the export does not hold. A negative record stands for none. */
    @SuppressWarnings("serial")
    static final class Damage extends RuntimeException {
        final String kind;
        final long record;

        Damage(String kind, long record, String why) {
            super(why);
            this.kind = kind;
            this.record = record;
        }

        static Damage forged(String why) {
            return new Damage("forged", -1, why);
        }
    }

    /** There is no verdict. */
    @SuppressWarnings("serial")
    static final class Stop extends RuntimeException {
        final int exit;

        Stop(int exit, String why) {
            super(printable(why));
            this.exit = exit;
        }
    }

    /** Text or bytes are not what they should be; who reads them says what follows. */
    @SuppressWarnings("serial")
    static final class Malformed extends Exception {
        Malformed(String why) {
            super(why);
        }
    }

    // ---- an export: the steps of audit.md

    static final class Export {
        private final Path directory;
        private final Optional<Key> key;
        private final Optional<Policy> policy;
        private final Optional<byte[]> keptNote;

        private Manifest manifest;
        private Range range;
        private byte[] lastLeaf;
        /** The root where the log had as many records as the kept checkpoint says, if the export passes there. */
        private byte[] rootThen;

        Export(Path directory, Optional<Key> key, Optional<Policy> policy, Optional<byte[]> keptNote) {
            this.directory = directory;
            this.key = key;
            this.policy = policy;
            this.keptNote = keptNote;
        }

        Verdict judge() throws IOException {
            try {
                return verify();
            } catch (Damage damage) {
                return new Verdict.Damaged(damage);
            }
        }

        private Verdict verify() throws IOException {
            Optional<Checkpoint> kept = Optional.empty();
            if (keptNote.isPresent()) {
                kept = Optional.of(kept(keptNote.get()));
            }
            try {
                manifest = Manifest.parse(file("manifest.json"));
                range = new Range(0);
                range.load(0, manifest.first, manifest.left);
            } catch (Malformed e) {
                throw Damage.forged("manifest.json: " + e.getMessage());
            }
            records(kept.isPresent() ? kept.get().size : -1);
            Checkpoint checkpoint = checkpoint();
            root(checkpoint);
            if (kept.isPresent()) {
                compare(kept.get(), checkpoint);
            }
            return new Verdict.Proven(word(checkpoint), manifest.origin, manifest.first, manifest.count, checkpoint.size);
        }

        /** Its signature is the auditor's own word, so it holds under a key that was given, or there is nothing to compare. */
        private Checkpoint kept(byte[] note) {
            Checkpoint checkpoint;
            try {
                checkpoint = new Checkpoint(note);
            } catch (Malformed e) {
                throw new Stop(3, "AUDIT_DAMAGED the kept checkpoint is none: " + e.getMessage());
            }
            List<Key> logs = new ArrayList<>(key.map(List::of).orElse(policy.map(given -> given.logs).orElse(List.of())));
            if (!logs.isEmpty() && logs.stream().noneMatch(log -> checkpoint.linesOf(log) > 0)) {
                throw new Stop(3, "AUDIT_DAMAGED the log's key did not sign the kept checkpoint");
            }
            return checkpoint;
        }

        private byte[] file(String name) throws IOException, Malformed {
            try (InputStream in = Files.newInputStream(directory.resolve(name))) {
                byte[] bytes = in.readNBytes(MAX_SMALL_FILE + 1);
                if (bytes.length > MAX_SMALL_FILE) {
                    throw new Malformed("larger than " + MAX_SMALL_FILE + " bytes");
                }
                return bytes;
            } catch (NoSuchFileException e) {
                throw new Damage("removed", -1, name + " is missing");
            }
        }

        /** Step 2. */
        private void records(long keptSize) throws IOException {
            try (Lines lines = new Lines(Files.newInputStream(directory.resolve("records.jsonl")))) {
                long expected = manifest.first;
                long end = manifest.first + manifest.count;
                remember(expected, keptSize);
                Entry entry = Entry.of(lines.next());
                while (entry != null) {
                    Entry next = Entry.of(lines.next());
                    if (expected == end) {
                        throw new Damage("inserted", expected, "there are more records than the manifest counts");
                    }
                    check(entry, next, expected, end, lines);
                    lastLeaf = entry.leaf;
                    range.append(lastLeaf);
                    expected++;
                    remember(expected, keptSize);
                    entry = next;
                }
                if (expected < end) {
                    throw new Damage("truncated", expected, "the records end here, " + (end - expected) + " early");
                }
            } catch (NoSuchFileException e) {
                throw new Damage("removed", -1, "records.jsonl is missing");
            }
        }

        private void remember(long at, long keptSize) {
            if (at == keptSize) {
                rootThen = range.root();
            }
        }

        private void check(Entry entry, Entry next, long expected, long end, Lines rest) throws IOException {
            boolean last = expected + 1 == end;
            if (!entry.line.ended && !last) {
                throw new Damage("truncated", expected, "the file ends inside a record");
            }
            if (entry.record == null) {
                throw new Damage("edited", expected, entry.whyNot);
            }
            long seq = entry.record.seq;
            if (seq != expected) {
                throw misplaced(seq, next, expected, end, rest);
            }
            if (expected > manifest.first && !hex(lastLeaf).equals(entry.record.prev)) {
                boolean vouched = last
                        ? hex(entry.leaf).equals(manifest.last)
                        : next != null && next.record != null && hex(entry.leaf).equals(next.record.prev);
                throw vouched
                        ? new Damage("edited", expected - 1, "the record after it names another leaf hash")
                        : new Damage("edited", expected, "prev is not the leaf hash of the record before");
            }
        }

        /** The number is not the expected one: what happened, as far as the records that follow tell. */
        private static Damage misplaced(long seq, Entry next, long expected, long end, Lines rest) throws IOException {
            boolean inPlace = next == null ? expected + 1 == end : next.hasSeq(expected + 1);
            for (Entry later = next; seq > expected && later != null; later = Entry.of(rest.next())) {
                if (later.hasSeq(expected)) {
                    return new Damage("reordered", expected, "it comes later, here is " + seq);
                }
            }
            if (inPlace) {
                return new Damage("edited", expected, "its number is " + seq);
            }
            return seq < expected || seq >= end
                    ? new Damage("inserted", expected, "a record with the number " + seq + " is here")
                    : new Damage("removed", expected, "the next record is " + seq);
        }

        /** Step 3. */
        private Checkpoint checkpoint() throws IOException {
            Checkpoint checkpoint;
            Key own;
            try {
                checkpoint = new Checkpoint(file("checkpoint"));
            } catch (Malformed e) {
                throw Damage.forged("checkpoint: " + e.getMessage());
            }
            try {
                own = Key.line(file("log.vkey"));
            } catch (Malformed e) {
                throw Damage.forged("log.vkey: " + e.getMessage());
            }
            if (key.isPresent() && !key.get().equals(own)) {
                throw Damage.forged("log.vkey is not the key that was given");
            }
            if (policy.isPresent() && !policy.get().knows(own)) {
                throw Damage.forged("log.vkey is none of the policy's logs");
            }
            if (!own.name.equals(checkpoint.origin) || !own.name.equals(manifest.origin)) {
                throw Damage.forged("key, checkpoint and manifest name different logs");
            }
            if (checkpoint.linesOf(own) < 1) {
                throw Damage.forged("the log's key did not sign the checkpoint");
            }
            if (policy.isPresent() && policy.get().witnesses.stream().anyMatch(witness -> checkpoint.linesOf(witness) < 0)) {
                throw Damage.forged("a witness did not sign what stands in its name");
            }
            return checkpoint;
        }

        /** Step 4. */
        private void root(Checkpoint checkpoint) {
            long end = manifest.first + manifest.count;
            if (end > checkpoint.size) {
                throw Damage.forged("the checkpoint is of " + checkpoint.size + " records, the manifest of " + end);
            }
            try {
                range.load(end, checkpoint.size, manifest.right);
            } catch (Malformed e) {
                throw Damage.forged("manifest.json: " + e.getMessage());
            }
            boolean lastHolds = manifest.count == 0 || hex(lastLeaf).equals(manifest.last);
            if (!Arrays.equals(range.root(), checkpoint.root)) {
                throw lastHolds
                        ? Damage.forged("the root is not the signed one")
                        : new Damage("edited", end - 1, "its leaf hash is not the manifest's, nor the root the signed one");
            }
            if (!lastHolds) {
                throw Damage.forged("manifest.json names another last leaf hash");
            }
        }

        /** Step 5. */
        private void compare(Checkpoint kept, Checkpoint now) throws IOException {
            if (!kept.origin.equals(now.origin)) {
                throw new Damage("forked", -1, "the kept checkpoint is of another log");
            }
            if (kept.size > now.size) {
                throw new Damage("forked", -1, "the log had " + kept.size + " records and has " + now.size);
            }
            byte[] then = kept.size == now.size ? now.root : rootThen;
            if (!(then == null ? growth(kept, now).proves(kept.root, now.root) : Arrays.equals(then, kept.root))) {
                throw new Damage("forked", -1, "the first " + kept.size + " records are not those of the kept checkpoint");
            }
        }

        /** The proof beside the records, where they do not pass by the kept size. */
        private Growth growth(Checkpoint kept, Checkpoint now) throws IOException {
            if (Files.exists(directory.resolve(Growth.FILE))) {
                Growth growth;
                try {
                    growth = Growth.parse(file(Growth.FILE));
                } catch (Malformed e) {
                    throw Damage.forged(Growth.FILE + ": " + e.getMessage());
                }
                if (growth.from == kept.size && growth.to == now.size) {
                    return growth;
                }
            }
            throw new Stop(
                    1,
                    "REQUEST_INVALID this export cannot be compared with a checkpoint of " + kept.size
                            + " records: export again with --older");
        }

        private String word(Checkpoint checkpoint) {
            if (key.isEmpty() && (policy.isEmpty() || policy.get().logs.isEmpty())) {
                return "CONSISTENT, ORIGIN NOT PROVEN";
            }
            return policy.isPresent() && !policy.get().holds(checkpoint) ? "UNWITNESSED" : "OK";
        }
    }

    /** Where the files of an export are: a directory, or an archive, which is read as it is. */
    static final class Place implements AutoCloseable {
        final Path files;
        private final FileSystem archive;

        private Place(Path files, FileSystem archive) {
            this.files = files;
            this.archive = archive;
        }

        static Place open(Path given) throws IOException {
            if (Files.isDirectory(given)) {
                return new Place(given, null);
            }
            if (!Files.isRegularFile(given)) {
                throw new Stop(1, "NOT_FOUND there is nothing at " + given);
            }
            WholeArchive.read(given);
            try {
                FileSystem archive = FileSystems.newFileSystem(given, (ClassLoader) null);
                return new Place(archive.getPath("/"), archive);
            } catch (ZipException | EOFException | ProviderNotFoundException | IllegalArgumentException e) {
                throw Damage.forged("no whole ZIP archive: " + e.getMessage());
            }
        }

        @Override
        public void close() throws IOException {
            if (archive != null) {
                archive.close();
            }
        }
    }

    /** A ZIP file in which who reads it from the beginning and who goes by its directory find the same. */
    static final class WholeArchive {
        /** What a file of it holds. */
        record Content(long bytes, String digest) {}

        static Map<String, Content> read(Path file) throws IOException {
            try {
                Map<String, Content> found = fromTheBeginning(file);
                try (ZipFile zip = new ZipFile(file.toFile())) {
                    requireSame(zip, found);
                }
                return found;
            } catch (ZipException | EOFException | IllegalArgumentException e) {
                throw Damage.forged("no whole ZIP archive: " + e.getMessage());
            }
        }

        private static Map<String, Content> fromTheBeginning(Path file) throws IOException {
            Map<String, Content> found = new HashMap<>();
            try (ZipInputStream in = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    if (found.put(entry.getName(), content(in)) != null) {
                        throw Damage.forged("it holds " + entry.getName() + " twice");
                    }
                }
            } catch (EOFException e) {
                throw new Damage("truncated", -1, "it ends early");
            }
            return found;
        }

        private static void requireSame(ZipFile zip, Map<String, Content> found) throws IOException {
            List<? extends ZipEntry> listed = Collections.list(zip.entries());
            if (listed.size() != found.size()) {
                throw Damage.forged("its directory names other files than it holds");
            }
            for (ZipEntry entry : listed) {
                try (InputStream in = zip.getInputStream(entry)) {
                    if (!content(in).equals(found.get(entry.getName()))) {
                        throw Damage.forged("its directory leads to another " + entry.getName());
                    }
                }
            }
        }

        private static Content content(InputStream in) throws IOException {
            MessageDigest sha256 = newSha256();
            byte[] buffer = new byte[1 << 16];
            long bytes = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
                bytes += read;
            }
            return new Content(bytes, "sha256:" + hex(sha256.digest()));
        }
    }

    // ---- the files

    static final class Manifest {
        private static final Set<String> KEYS = Set.of("format", "origin", "first", "count", "last", "left", "right");

        final String origin;
        final long first;
        final long count;
        /** Hex, or null where there are no records. */
        final String last;

        final List<byte[]> left;
        final List<byte[]> right;

        private Manifest(Map<?, ?> said) throws Malformed {
            if (!"polar-audit-export/1".equals(said.get("format"))) {
                throw new Malformed("another format");
            }
            if (!(said.get("origin") instanceof String name)) {
                throw new Malformed("no origin");
            }
            origin = name;
            first = whole(said.get("first"), 15);
            count = whole(said.get("count"), 15);
            last = said.get("last") instanceof String hash ? hash : null;
            if (last != null) {
                hash(last);
            }
            if (count > 0 == (last == null) || last == null && said.get("last") != null) {
                throw new Malformed("last does not fit count");
            }
            left = hashes(said.get("left"));
            right = hashes(said.get("right"));
        }

        static Manifest parse(byte[] bytes) throws Malformed {
            if (!(Canonical.read(bytes) instanceof Map<?, ?> said) || !said.keySet().equals(KEYS)) {
                throw new Malformed("not the keys of a manifest");
            }
            return new Manifest(said);
        }
    }

    /** What a verifier looks at in a record; {@code prev} is null in the first. */
    record Record(long seq, String prev) {
        private static final Set<String> KEYS = Set.of(
                "v seq prev time node boot category action stage intent decision reason facts policy caller onBehalfOf session"
                        .concat(" trace channel plugin tool toolPin arguments result sizes permissionsUsed secretNames approval")
                        .concat(" delta revocationListVersion latency errorCode")
                        .split(" "));
        private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z");

        static Record parse(byte[] bytes) throws Malformed {
            if (!(Canonical.read(bytes) instanceof Map<?, ?> said) || !said.keySet().equals(KEYS)) {
                throw new Malformed("not the keys of a record");
            }
            if (whole(said.get("v"), 1) != 1) {
                throw new Malformed("v is not 1");
            }
            long seq = whole(said.get("seq"), 16);
            Object prev = said.get("prev");
            if (prev == null != (seq == 0)) {
                throw new Malformed("prev does not fit seq");
            }
            if (prev != null) {
                hash(prev);
            }
            if (!(said.get("time") instanceof String time) || !isTime(time)) {
                throw new Malformed("time is none");
            }
            if (!(said.get("node") instanceof String) || !(said.get("boot") instanceof String)) {
                throw new Malformed("node or boot is no text");
            }
            return new Record(seq, (String) prev);
        }

        private static boolean isTime(String text) {
            if (!TIME.matcher(text).matches()) {
                return false;
            }
            try {
                // The library forgives 24:00:00 and leap seconds, which writing it again does not.
                return Instant.parse(text).toString().startsWith(text.substring(0, 19));
            } catch (DateTimeException e) {
                return false;
            }
        }
    }

    static final class Entry {
        final Line line;
        /** Null if the line is no record. */
        final Record record;

        final byte[] leaf;
        /** What to say if it is none. */
        final String whyNot;

        private Entry(Line line, Record record, byte[] leaf, String whyNot) {
            this.line = line;
            this.record = record;
            this.leaf = leaf;
            this.whyNot = whyNot;
        }

        static Entry of(Line line) {
            if (line == null) {
                return null;
            }
            if (line.bytes == null) {
                return new Entry(line, null, null, "longer than " + MAX_RECORD + " bytes");
            }
            if (!line.ended) {
                return new Entry(line, null, null, "no LF at its end");
            }
            try {
                return new Entry(line, Record.parse(line.bytes), sha256(new byte[] {0}, line.bytes), "");
            } catch (Malformed e) {
                return new Entry(line, null, null, "not a record in canonical form: " + e.getMessage());
            }
        }

        boolean hasSeq(long seq) {
            return record != null && record.seq == seq;
        }
    }

    static final class Line {
        /** Null if it is too long for a record. */
        final byte[] bytes;

        final boolean ended;

        Line(byte[] bytes, boolean ended) {
            this.bytes = bytes;
            this.ended = ended;
        }
    }

    static final class Lines implements AutoCloseable {
        private final InputStream in;
        private final byte[] buffer = new byte[1 << 16];
        private int at;
        private int filled;

        Lines(InputStream in) {
            this.in = in;
        }

        /** The next line without its LF, or null at the end. */
        Line next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
            boolean fits = true;
            boolean any = false;
            while (true) {
                if (at == filled) {
                    at = 0;
                    filled = Math.max(in.read(buffer), 0);
                    if (filled == 0) {
                        return any ? new Line(fits ? line.toByteArray() : null, false) : null;
                    }
                }
                int end = at;
                while (end < filled && buffer[end] != '\n') {
                    end++;
                }
                any = true;
                fits &= line.size() + (end - at) <= MAX_RECORD;
                if (fits) {
                    line.write(buffer, at, end - at);
                }
                at = end;
                if (end < filled) {
                    at++;
                    return new Line(fits ? line.toByteArray() : null, true);
                }
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    // ---- a bundle

    /** A few records, what proves that they stand in the log, and what was in force, in one ZIP archive. */
    static final class Bundle {
        private static final Set<String> KEYS = Set.of("about", "count", "files", "format", "made", "origin", "size", "version");
        private static final int MAX_MANIFEST = 1 << 20;
        private static final int MAX_PROOF = 64 << 20;

        private final Path file;
        private final Optional<Key> key;
        private final Optional<Policy> policy;
        private ZipFile zip;
        private Map<String, WholeArchive.Content> contents;

        private String origin;
        private String made;
        private long count;

        Bundle(Path file, Optional<Key> key, Optional<Policy> policy) {
            this.file = file;
            this.key = key;
            this.policy = policy;
        }

        /** An archive of the host has no signature of its own. */
        static boolean isOne(Path given) throws IOException {
            if (!Files.isRegularFile(given)) {
                return false;
            }
            try (ZipFile zip = new ZipFile(given.toFile())) {
                return zip.getEntry("manifest.sig") != null || zip.getEntry("proof.json") != null;
            } catch (ZipException | EOFException | IllegalArgumentException damaged) {
                return false;
            }
        }

        Verdict judge() throws IOException {
            try {
                contents = WholeArchive.read(file);
                try (ZipFile opened = new ZipFile(file.toFile())) {
                    zip = opened;
                    return verify();
                }
            } catch (Malformed e) {
                return new Verdict.Damaged(Damage.forged(e.getMessage()));
            } catch (Damage damage) {
                return new Verdict.Damaged(damage);
            }
        }

        private Verdict verify() throws IOException, Malformed {
            byte[] manifest = file("manifest.json", MAX_MANIFEST);
            long size = manifest(manifest);
            Checkpoint checkpoint = checkpoint(manifest, size);
            records(checkpoint);
            boolean known = key.isPresent() || policy.isPresent() && !policy.get().logs.isEmpty();
            boolean witnessed = policy.isEmpty() || policy.get().holds(checkpoint);
            String word = !known ? "CONSISTENT, ORIGIN NOT PROVEN" : witnessed ? "OK" : "UNWITNESSED";
            return new Verdict.Bundled(word, origin, made, count, size);
        }

        private InputStream open(String name) throws IOException {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new Damage("removed", -1, name + " is missing");
            }
            return zip.getInputStream(entry);
        }

        private byte[] file(String name, int most) throws IOException, Malformed {
            try (InputStream in = open(name)) {
                byte[] bytes = in.readNBytes(most + 1);
                if (bytes.length > most) {
                    throw new Malformed(name + " is larger than " + most + " bytes");
                }
                return bytes;
            }
        }

        /** Holds every file against it; returns the size of the log. */
        private long manifest(byte[] bytes) throws Malformed {
            if (!(Canonical.read(bytes) instanceof Map<?, ?> said)
                    || !said.keySet().equals(KEYS)
                    || !"polar-audit-bundle/1".equals(said.get("format"))
                    || !(said.get("origin") instanceof String name)
                    || !(said.get("made") instanceof String time)
                    || !(said.get("version") instanceof String)
                    || !(said.get("about") instanceof Map<?, ?> about)
                    || !about.values().stream().allMatch(String.class::isInstance)
                    || !(said.get("files") instanceof List<?> files)) {
                throw new Malformed("manifest.json is not the manifest of a bundle");
            }
            origin = name;
            made = time;
            count = whole(said.get("count"), 15);
            try {
                if (!Instant.parse(made).toString().equals(made)) {
                    throw new Malformed("manifest.json: made is no time");
                }
            } catch (DateTimeException e) {
                throw new Malformed("manifest.json: made is no time");
            }
            Map<String, WholeArchive.Content> rest = new HashMap<>(contents);
            rest.remove("manifest.json");
            rest.remove("manifest.sig");
            for (Object one : files) {
                if (!(one instanceof Map<?, ?> entry)
                        || !entry.keySet().equals(Set.of("name", "bytes", "digest"))
                        || !(entry.get("name") instanceof String named)
                        || !(entry.get("digest") instanceof String digest)) {
                    throw new Malformed("manifest.json names files in another form");
                }
                WholeArchive.Content there = rest.remove(named);
                if (there == null) {
                    throw new Damage("removed", -1, named + " is missing");
                }
                if (!there.equals(new WholeArchive.Content(whole(entry.get("bytes"), 15), digest))) {
                    throw new Damage("edited", -1, named + " is not what was signed");
                }
            }
            if (!rest.isEmpty()) {
                throw new Damage("inserted", -1, "the manifest does not name " + rest.keySet().iterator().next());
            }
            return whole(said.get("size"), 15);
        }

        private Checkpoint checkpoint(byte[] manifest, long size) throws IOException, Malformed {
            Key own = Key.line(file("log.vkey", MAX_SMALL_FILE));
            if (key.isPresent() && !key.get().equals(own)) {
                throw new Malformed("log.vkey is not the key that was given");
            }
            if (policy.isPresent() && !policy.get().knows(own)) {
                throw new Malformed("log.vkey is none of the policy's logs");
            }
            Note signature = new Note(file("manifest.sig", MAX_SMALL_FILE));
            String[] signed = {"polar-audit-bundle/1", origin, "sha256:" + hex(sha256(manifest))};
            if (!own.name.equals(origin)
                    || !Arrays.equals(Arrays.copyOf(signature.lines, 3), signed)
                    || signature.linesOf(own) < 1) {
                throw new Malformed("the log's key did not sign manifest.json");
            }
            Checkpoint checkpoint = new Checkpoint(file("checkpoint", MAX_SMALL_FILE));
            if (checkpoint.linesOf(own) < 1 || !checkpoint.origin.equals(origin) || checkpoint.size != size) {
                throw new Malformed("the checkpoint is not one of this log at " + size + " records");
            }
            if (policy.isPresent() && policy.get().witnesses.stream().anyMatch(witness -> checkpoint.linesOf(witness) < 0)) {
                throw new Malformed("a witness did not sign what stands in its name");
            }
            return checkpoint;
        }

        /** The whole log, from records and from the compact ranges of what is between them. */
        private void records(Checkpoint checkpoint) throws IOException, Malformed {
            Deque<Map<?, ?>> gaps = gaps();
            Range range = new Range(0);
            long at = 0;
            long found = 0;
            try (Lines lines = new Lines(open("records.jsonl"))) {
                for (Entry entry = Entry.of(lines.next()); entry != null; entry = Entry.of(lines.next())) {
                    if (entry.record == null) {
                        throw new Damage("edited", -1, "a line of records.jsonl is no record");
                    }
                    at = skip(gaps, range, at);
                    if (entry.record.seq != at) {
                        throw new Malformed("record " + entry.record.seq + " stands where the proof has " + at);
                    }
                    range.append(entry.leaf);
                    at++;
                    found++;
                }
            }
            at = skip(gaps, range, at);
            if (!gaps.isEmpty()) {
                throw new Damage("removed", -1, "the proof has room for more records than there are");
            }
            if (found != count) {
                throw new Damage(found < count ? "removed" : "inserted", -1, "there are " + found + " records, not " + count);
            }
            if (at != checkpoint.size || !Arrays.equals(range.root(), checkpoint.root)) {
                throw new Malformed("the records do not lead to the signed root");
            }
        }

        private Deque<Map<?, ?>> gaps() throws IOException, Malformed {
            Deque<Map<?, ?>> gaps = new ArrayDeque<>();
            if (!(Canonical.read(file("proof.json", MAX_PROOF)) instanceof Map<?, ?> said)
                    || !said.keySet().equals(Set.of("gaps"))
                    || !(said.get("gaps") instanceof List<?> list)) {
                throw new Malformed("proof.json is no list of gaps");
            }
            for (Object one : list) {
                if (!(one instanceof Map<?, ?> gap)
                        || !gap.keySet().equals(Set.of("begin", "end", "hashes"))
                        || whole(gap.get("begin"), 15) >= whole(gap.get("end"), 15)) {
                    throw new Malformed("proof.json: a gap is none");
                }
                hashes(gap.get("hashes"));
                gaps.add(gap);
            }
            return gaps;
        }

        /** At most one: two gaps in a row would be one. Returns where the range ends. */
        private static long skip(Deque<Map<?, ?>> gaps, Range range, long at) throws Malformed {
            Map<?, ?> gap = gaps.peek();
            if (gap == null || whole(gap.get("begin"), 15) != at) {
                return at;
            }
            gaps.remove();
            long end = whole(gap.get("end"), 15);
            range.load(at, end, hashes(gap.get("hashes")));
            return end;
        }
    }

    // ---- notes and keys

    record Signed(String name, byte[] keyId, byte[] signature) {}

    /** A signed note over three lines. */
    static class Note {
        final String[] lines;
        final byte[] text;
        final List<Signed> signatures = new ArrayList<>();

        Note(byte[] bytes) throws Malformed {
            if (bytes.length > MAX_SMALL_FILE) {
                throw new Malformed("larger than " + MAX_SMALL_FILE + " bytes");
            }
            lines = utf8(bytes).split("\n", -1);
            if (lines.length < 6 || !lines[3].isEmpty() || !lines[lines.length - 1].isEmpty()) {
                throw new Malformed("not three lines, an empty one and signatures");
            }
            text = (lines[0] + "\n" + lines[1] + "\n" + lines[2] + "\n").getBytes(StandardCharsets.UTF_8);
            for (String line : Arrays.asList(lines).subList(4, lines.length - 1)) {
                String[] parts = line.split(" ", -1);
                if (parts.length != 3 || !parts[0].equals("\u2014") || !isName(parts[1])) {
                    throw new Malformed("a line is no signature");
                }
                byte[] both = base64(parts[2]);
                if (both.length < 5) {
                    throw new Malformed("a signature is too short");
                }
                signatures.add(new Signed(parts[1], Arrays.copyOf(both, 4), Arrays.copyOfRange(both, 4, both.length)));
            }
        }

        /** How many lines are this key's, or less than none if one of these does not hold. */
        int linesOf(Key key) {
            int found = 0;
            for (Signed line : signatures) {
                if (line.name.equals(key.name) && Arrays.equals(line.keyId, key.id())) {
                    found++;
                    if (!(key.kind == Key.LOG ? key.signed(text, line.signature) : cosigned(key, line.signature))) {
                        return -1;
                    }
                }
            }
            return found;
        }

        /** A cosignature is a time, eight bytes, and a signature over it and the text. */
        private boolean cosigned(Key key, byte[] stamped) {
            if (stamped.length != 72 || stamped[0] < 0) {
                return false;
            }
            String head = "cosignature/v1\ntime " + ByteBuffer.wrap(stamped).getLong() + "\n";
            return key.signed(
                    join(head.getBytes(StandardCharsets.US_ASCII), text), Arrays.copyOfRange(stamped, 8, stamped.length));
        }
    }

    /** A note whose lines are origin, size and root. */
    static final class Checkpoint extends Note {
        final String origin;
        final long size;
        final byte[] root;

        Checkpoint(byte[] bytes) throws Malformed {
            super(bytes);
            origin = lines[0];
            if (!isName(origin)) {
                throw new Malformed("the origin is no name");
            }
            if (!lines[1].matches("0|[1-9][0-9]{0,17}")) {
                throw new Malformed("the size is no number");
            }
            size = Long.parseLong(lines[1]);
            root = base64(lines[2]);
            if (root.length != 32) {
                throw new Malformed("the root is no hash");
            }
        }
    }

    /** {@code NAME+KEYID+base64(kind || public key)}. */
    static final class Key {
        static final byte LOG = 1;
        static final byte WITNESS = 4;

        final String name;
        final byte kind;
        final byte[] bytes;

        private Key(String name, byte kind, byte[] bytes) {
            this.name = name;
            this.kind = kind;
            this.bytes = bytes;
        }

        static Key parse(String text, byte kind) throws Malformed {
            String[] parts = text.split("\\+", 3);
            if (parts.length != 3 || !isName(parts[0])) {
                throw new Malformed("not NAME+KEYID+KEY");
            }
            byte[] typed = base64(parts[2]);
            if (typed.length != 33 || typed[0] != kind) {
                throw new Malformed("not an Ed25519 key of this kind");
            }
            Key key = new Key(parts[0], kind, Arrays.copyOfRange(typed, 1, 33));
            if (!hex(key.id()).equals(parts[1])) {
                throw new Malformed("the key id is another key's");
            }
            if (!Curve.isOfPrimeOrder(key.bytes)) {
                throw new Malformed("not a point of the prime-order group");
            }
            return key;
        }

        /** The log's, as {@code log.vkey} has it. */
        static Key line(byte[] file) throws Malformed {
            String line = utf8(file);
            if (!line.endsWith("\n")) {
                throw new Malformed("no line");
            }
            return parse(line.substring(0, line.length() - 1), LOG);
        }

        byte[] id() {
            byte[] named = (name + "\n").getBytes(StandardCharsets.UTF_8);
            return Arrays.copyOf(sha256(named, new byte[] {kind}, bytes), 4);
        }

        boolean signed(byte[] message, byte[] signature) {
            if (signature.length != 64) {
                return false;
            }
            try {
                boolean odd = bytes[31] < 0;
                EdECPoint point = new EdECPoint(odd, Curve.y(bytes));
                Signature ed25519 = Signature.getInstance("Ed25519");
                ed25519.initVerify(KeyFactory.getInstance("Ed25519")
                        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
                ed25519.update(message);
                return ed25519.verify(signature);
            } catch (GeneralSecurityException e) {
                return false;
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && name.equals(key.name) && kind == key.kind && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** RFC 8032, section 5.1: only to tell points of the prime-order group from others, which the JDK does not. */
    static final class Curve {
        private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        private static final BigInteger L =
                BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        private static final BigInteger D =
                BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

        static BigInteger y(byte[] key) {
            byte[] bigEndian = new byte[32];
            for (int i = 0; i < 32; i++) {
                bigEndian[i] = key[31 - i];
            }
            bigEndian[0] &= 0x7f;
            return new BigInteger(1, bigEndian);
        }

        static boolean isOfPrimeOrder(byte[] key) {
            BigInteger y = y(key);
            if (y.compareTo(P) >= 0) {
                return false;
            }
            BigInteger yy = y.multiply(y).mod(P);
            BigInteger xx = yy.subtract(BigInteger.ONE)
                    .multiply(D.multiply(yy).add(BigInteger.ONE).modInverse(P))
                    .mod(P);
            BigInteger x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
            if (!x.multiply(x).mod(P).equals(xx)) {
                x = x.multiply(BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P)).mod(P);
            }
            if (!x.multiply(x).mod(P).equals(xx) || x.signum() == 0) {
                return false;
            }
            // The sign of x does not change the order of the point.
            BigInteger[] sum = {BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO};
            BigInteger[] point = {x, y, BigInteger.ONE, x.multiply(y).mod(P)};
            for (int bit = L.bitLength() - 1; bit >= 0; bit--) {
                sum = add(sum, sum);
                if (L.testBit(bit)) {
                    sum = add(sum, point);
                }
            }
            return sum[0].signum() == 0 && sum[1].equals(sum[2]);
        }

        /** In extended coordinates X, Y, Z, T; complete, so it doubles as well. */
        private static BigInteger[] add(BigInteger[] p, BigInteger[] q) {
            BigInteger a = p[1].subtract(p[0]).multiply(q[1].subtract(q[0])).mod(P);
            BigInteger b = p[1].add(p[0]).multiply(q[1].add(q[0])).mod(P);
            BigInteger c = p[3].multiply(D).shiftLeft(1).multiply(q[3]).mod(P);
            BigInteger d = p[2].multiply(q[2]).shiftLeft(1).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new BigInteger[] {e.multiply(f).mod(P), g.multiply(h).mod(P), f.multiply(g).mod(P), e.multiply(h).mod(P)};
        }
    }

    // ---- witnesses

    /** c2sp.org/tlog-policy: which logs, which witnesses, and how many of them. */
    static final class Policy {
        private interface Member {
            boolean holds(Checkpoint checkpoint);
        }

        final List<Key> logs = new ArrayList<>();
        private final Map<String, Member> members = new HashMap<>();
        private final Set<String> inGroups = new HashSet<>();
        private final List<Key> witnesses = new ArrayList<>();
        private Member quorum;

        static Policy read(Path file) throws IOException {
            Policy policy = new Policy();
            int number = 0;
            try {
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length > MAX_SMALL_FILE) {
                    throw new Malformed("the policy is larger than " + MAX_SMALL_FILE + " bytes");
                }
                // One character for each byte: names are compared as bytes.
                for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                    number++;
                    policy.line(line);
                }
                if (policy.quorum == null) {
                    throw new Malformed("no quorum");
                }
                return policy;
            } catch (Malformed e) {
                throw new Stop(1, "KEY_INVALID " + file + " is no policy, line " + number + ": " + e.getMessage());
            }
        }

        private void line(String line) throws Malformed {
            if (line.chars().anyMatch(c -> c < 0x20 && c != '\t' || c == 0x7f)) {
                throw new Malformed("a control character");
            }
            String text = line.replaceAll("^[ \t]+|[ \t]+$", "");
            if (text.isEmpty() || text.startsWith("#")) {
                return;
            }
            String[] words = text.split("[ \t]+");
            switch (words[0]) {
                case "log" -> log(words);
                case "witness" -> witness(words);
                case "group" -> group(words);
                case "quorum" -> quorum(words);
                default -> throw new Malformed("what is '" + words[0] + "'");
            }
        }

        private void log(String[] words) throws Malformed {
            count(words, 2, 3);
            fresh(logs, key(words[1], Key.LOG));
        }

        private void witness(String[] words) throws Malformed {
            count(words, 3, 4);
            Key key = key(words[2], Key.WITNESS);
            fresh(witnesses, key);
            define(words[1], checkpoint -> checkpoint.linesOf(key) > 0);
        }

        private static Key key(String word, byte kind) throws Malformed {
            return Key.parse(utf8(word.getBytes(StandardCharsets.ISO_8859_1)), kind);
        }

        private static void fresh(List<Key> keys, Key key) throws Malformed {
            if (keys.stream().anyMatch(other -> Arrays.equals(other.bytes, key.bytes))) {
                throw new Malformed("the same key twice");
            }
            keys.add(key);
        }

        private void group(String[] words) throws Malformed {
            count(words, 4, Integer.MAX_VALUE);
            List<Member> of = new ArrayList<>();
            for (String name : Arrays.asList(words).subList(3, words.length)) {
                if (!inGroups.add(name)) {
                    throw new Malformed("'" + name + "' is a member twice");
                }
                of.add(known(name));
            }
            int atLeast;
            switch (words[2]) {
                case "any" -> atLeast = 1;
                case "all" -> atLeast = of.size();
                default -> atLeast = words[2].matches("[1-9][0-9]{0,8}") ? Integer.parseInt(words[2]) : 0;
            }
            if (atLeast < 1 || atLeast > of.size()) {
                throw new Malformed("'" + words[2] + "' of " + of.size());
            }
            define(words[1], checkpoint -> of.stream().filter(member -> member.holds(checkpoint)).count() >= atLeast);
        }

        private void quorum(String[] words) throws Malformed {
            count(words, 2, 2);
            if (quorum != null) {
                throw new Malformed("a second quorum");
            }
            quorum = words[1].equals("none") ? checkpoint -> true : known(words[1]);
        }

        private Member known(String name) throws Malformed {
            Member member = members.get(name);
            if (member == null) {
                throw new Malformed("'" + name + "' is not defined above");
            }
            return member;
        }

        private void define(String name, Member member) throws Malformed {
            if (name.equals("none") || members.put(name, member) != null) {
                throw new Malformed("'" + name + "' is taken");
            }
        }

        private static void count(String[] words, int least, int most) throws Malformed {
            if (words.length < least || words.length > most) {
                throw new Malformed("'" + words[0] + "' with " + (words.length - 1) + " words");
            }
        }

        boolean knows(Key log) {
            return logs.isEmpty() || logs.contains(log);
        }

        boolean holds(Checkpoint checkpoint) {
            return quorum.holds(checkpoint);
        }
    }

    // ---- the tree

    /** A compact range: the roots of the largest complete subtrees, from the left. */
    static final class Range {
        private record Subtree(int level, long index, byte[] hash) {}

        private final ArrayDeque<Subtree> subtrees = new ArrayDeque<>();
        private long at;

        Range(long begin) {
            at = begin;
        }

        void append(byte[] leaf) {
            push(new Subtree(0, at, leaf));
            at++;
        }

        /** Appends the subtrees that cover {@code [begin, end)}; {@code begin} is where the range ends. */
        void load(long begin, long end, List<byte[]> hashes) throws Malformed {
            int used = 0;
            for (long next = begin; next < end; used++) {
                int level = 63 - Long.numberOfLeadingZeros(end - next);
                if (next != 0) {
                    level = Math.min(level, Long.numberOfTrailingZeros(next));
                }
                if (used == hashes.size()) {
                    throw new Malformed("too few hashes beside the records");
                }
                push(new Subtree(level, next >> level, hashes.get(used)));
                next += 1L << level;
                at = next;
            }
            if (used < hashes.size()) {
                throw new Malformed("too many hashes beside the records");
            }
        }

        private void push(Subtree added) {
            Subtree right = added;
            for (Subtree left = subtrees.peekLast();
                    left != null && left.level == right.level && left.index % 2 == 0 && left.index + 1 == right.index;
                    left = subtrees.peekLast()) {
                subtrees.removeLast();
                right = new Subtree(right.level + 1, right.index / 2, node(left.hash, right.hash));
            }
            subtrees.addLast(right);
        }

        byte[] root() {
            byte[] hash = null;
            for (var going = subtrees.descendingIterator(); going.hasNext(); ) {
                byte[] left = going.next().hash;
                hash = hash == null ? left : node(left, hash);
            }
            return hash == null ? sha256() : hash;
        }

        private static byte[] node(byte[] left, byte[] right) {
            return sha256(new byte[] {1}, left, right);
        }
    }

    /** That a log of {@code from} records grew into one of {@code to}, RFC 9162 section 2.1.4.2. */
    static final class Growth {
        static final String FILE = "consistency.json";

        final long from;
        final long to;
        private final List<byte[]> hashes;

        private Growth(long from, long to, List<byte[]> hashes) {
            this.from = from;
            this.to = to;
            this.hashes = hashes;
        }

        static Growth parse(byte[] bytes) throws Malformed {
            if (!(Canonical.read(bytes) instanceof Map<?, ?> said)
                    || !said.keySet().equals(Set.of("format", "from", "to", "hashes"))
                    || !"polar-audit-consistency/1".equals(said.get("format"))) {
                throw new Malformed("not the keys of a consistency proof");
            }
            Growth growth = new Growth(whole(said.get("from"), 15), whole(said.get("to"), 15), hashes(said.get("hashes")));
            if (growth.from < 1 || growth.from > growth.to) {
                throw new Malformed("nothing grows from " + growth.from + " to " + growth.to);
            }
            return growth;
        }

        boolean proves(byte[] before, byte[] now) {
            List<byte[]> path = new ArrayList<>(hashes);
            if (Long.bitCount(from) == 1) {
                path.add(0, before);
            }
            if (path.isEmpty()) {
                return false;
            }
            long place = from - 1;
            long last = to - 1;
            while (place % 2 == 1) {
                place /= 2;
                last /= 2;
            }
            byte[] older = path.get(0);
            byte[] newer = older;
            for (byte[] sibling : path.subList(1, path.size())) {
                if (last == 0) {
                    return false;
                }
                if (place % 2 == 1 || place == last) {
                    older = Range.node(sibling, older);
                    newer = Range.node(sibling, newer);
                    while (place % 2 == 0 && place != 0) {
                        place /= 2;
                        last /= 2;
                    }
                } else {
                    newer = Range.node(newer, sibling);
                }
                place /= 2;
                last /= 2;
            }
            return last == 0 && Arrays.equals(older, before) && Arrays.equals(newer, now);
        }
    }

    // ---- canonical JSON

    /**
     * Reads RFC 8785 canonical JSON and nothing else: no white space, keys in UTF-16 order, the one way to write each string
     * and number. Objects become maps, arrays lists, numbers {@link Numeral}, null null.
     */
    static final class Canonical {
        private final String text;
        private int at;

        private Canonical(String text) {
            this.text = text;
        }

        static Object read(byte[] bytes) throws Malformed {
            Canonical reader = new Canonical(utf8(bytes));
            Object value = reader.value(1);
            if (reader.at != reader.text.length()) {
                throw new Malformed("more after its end");
            }
            return value;
        }

        private Object value(int depth) throws Malformed {
            switch (peek()) {
                case '{':
                    return object(depth);
                case '[':
                    return array(depth);
                case '"':
                    return string();
                case 't':
                    return word("true", Boolean.TRUE);
                case 'f':
                    return word("false", Boolean.FALSE);
                case 'n':
                    return word("null", null);
                default:
                    return number();
            }
        }

        private Object word(String word, Object meaning) throws Malformed {
            if (!text.startsWith(word, at)) {
                throw new Malformed("no JSON at character " + at);
            }
            at += word.length();
            return meaning;
        }

        private Map<String, Object> object(int depth) throws Malformed {
            deeper(depth);
            Map<String, Object> object = new LinkedHashMap<>();
            String before = null;
            expect('{');
            if (peek() == '}') {
                at++;
                return object;
            }
            do {
                String key = string();
                if (before != null && before.compareTo(key) >= 0) {
                    throw new Malformed("keys out of order at character " + at);
                }
                before = key;
                expect(':');
                object.put(key, value(depth + 1));
            } while (another('}'));
            return object;
        }

        private List<Object> array(int depth) throws Malformed {
            deeper(depth);
            List<Object> array = new ArrayList<>();
            expect('[');
            if (peek() == ']') {
                at++;
                return array;
            }
            do {
                array.add(value(depth + 1));
            } while (another(']'));
            return array;
        }

        private static void deeper(int depth) throws Malformed {
            if (depth > MAX_DEPTH) {
                throw new Malformed("deeper than " + MAX_DEPTH + " levels");
            }
        }

        private boolean another(char end) throws Malformed {
            if (peek() == ',') {
                at++;
                return true;
            }
            expect(end);
            return false;
        }

        private String string() throws Malformed {
            expect('"');
            int start = at;
            StringBuilder unescaped = null;
            while (true) {
                char c = peek();
                at++;
                if (c == '"') {
                    String tail = text.substring(start, at - 1);
                    return unescaped == null ? tail : unescaped.append(tail).toString();
                }
                if (c < 0x20) {
                    throw new Malformed("a control character at character " + at);
                }
                if (c == '\\') {
                    unescaped = unescaped == null ? new StringBuilder() : unescaped;
                    unescaped.append(text, start, at - 1).append(escaped());
                    start = at;
                }
            }
        }

        /** Only what must be escaped is, and only in the shortest way. */
        private char escaped() throws Malformed {
            char c = peek();
            at++;
            int short_ = "\"\\bfnrt".indexOf(c);
            if (short_ >= 0) {
                return "\"\\\b\f\n\r\t".charAt(short_);
            }
            if (c == 'u' && at + 4 <= text.length() && text.substring(at, at + 4).matches("00[01][0-9a-f]")) {
                char meant = (char) Integer.parseInt(text.substring(at, at + 4), 16);
                if ("\b\f\n\r\t".indexOf(meant) < 0) {
                    at += 4;
                    return meant;
                }
            }
            throw new Malformed("not the canonical escape at character " + at);
        }

        private static final Pattern NUMBER =
                Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:e[+-][0-9]+)?");

        private Numeral number() throws Malformed {
            int end = at;
            while (end < text.length() && "+-.0123456789e".indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            String said = text.substring(at, end);
            // The longest a double can take is 25 characters.
            if (said.length() > 32 || !NUMBER.matcher(said).matches()) {
                throw new Malformed("no JSON at character " + at);
            }
            boolean plain = said.length() <= 15 && said.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!plain && !said.equals(Numbers.canonical(Double.parseDouble(said)))) {
                throw new Malformed("not the canonical number at character " + at);
            }
            at = end;
            return new Numeral(said);
        }

        private char peek() throws Malformed {
            if (at >= text.length()) {
                throw new Malformed("it ends early");
            }
            return text.charAt(at);
        }

        private void expect(char c) throws Malformed {
            if (peek() != c) {
                throw new Malformed("no " + c + " at character " + at);
            }
            at++;
        }
    }

    /** A number as it is written. */
    record Numeral(String text) {}

    /** ECMAScript's Number::toString, which RFC 8785 section 3.2.2.3 takes for numbers. */
    static final class Numbers {
        static String canonical(double value) {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                return "";
            }
            if (value == 0) {
                return "0";
            }
            if (value < 0) {
                return "-" + canonical(-value);
            }
            BigDecimal shortest = shortest(value).stripTrailingZeros();
            String digits = shortest.unscaledValue().toString();
            int k = digits.length();
            int n = k - shortest.scale();
            if (k <= n && n <= 21) {
                return digits + "0".repeat(n - k);
            }
            if (0 < n && n <= 21) {
                return digits.substring(0, n) + "." + digits.substring(n);
            }
            if (-6 < n && n <= 0) {
                return "0." + "0".repeat(-n) + digits;
            }
            String exponent = (n - 1 < 0 ? "e-" : "e+") + Math.abs(n - 1);
            return digits.charAt(0) + (k == 1 ? "" : "." + digits.substring(1)) + exponent;
        }

        /** The fewest digits that read back as the same double; of several the nearest. Older JDKs' toString is not that. */
        private static BigDecimal shortest(double value) {
            BigDecimal exact = new BigDecimal(value);
            for (int digits = 1; digits < 17; digits++) {
                BigDecimal best = null;
                for (RoundingMode mode : List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP)) {
                    BigDecimal one = exact.round(new MathContext(digits, mode));
                    if (best == null && one.doubleValue() == value) {
                        best = one;
                    }
                }
                if (best != null) {
                    return best;
                }
            }
            return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
        }
    }

    // ---- bytes and text

    static long whole(Object said, int digits) throws Malformed {
        if (said instanceof Numeral number
                && number.text.length() <= digits
                && number.text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(number.text);
        }
        throw new Malformed("not a whole number of at most " + digits + " digits");
    }

    static byte[] hash(Object said) throws Malformed {
        if (said instanceof String text
                && text.length() == 64
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            return HexFormat.of().parseHex(text);
        }
        throw new Malformed("not a hash in hex");
    }

    static List<byte[]> hashes(Object said) throws Malformed {
        if (!(said instanceof List<?> list)) {
            throw new Malformed("no list of hashes");
        }
        List<byte[]> hashes = new ArrayList<>();
        for (Object one : list) {
            hashes.add(hash(one));
        }
        return hashes;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Standard, padded, and with no bits left over: one text for each value. */
    static byte[] base64(String text) throws Malformed {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new Malformed("not base64");
    }

    static String utf8(byte[] bytes) throws Malformed {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("not UTF-8");
        }
    }

    static boolean isName(String text) {
        return !text.isEmpty()
                && text.codePoints()
                        .noneMatch(c -> c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c));
    }

    static byte[] sha256(byte[]... parts) {
        MessageDigest sha256 = newSha256();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return sha256.digest();
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Nothing that came from outside moves the cursor. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
