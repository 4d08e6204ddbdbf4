package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.TileEdge;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.util.Optional;

/**
 * Finds the log to continue, or starts the next one. A log is continued only if its rows lead to every checkpoint this
 * node remembers signing; a database that was restored, cut or rewritten does not, and then the next log's first record
 * names the last known checkpoint, so that the break is on record.
 *
 * @param broken why the log before could not be continued, and what it last signed
 */
record LogStart(LogIdentity log, Head head, Optional<Broken> broken) {

    record Broken(String why, Optional<Note> lastCheckpoint) {}

    static LogStart in(Database database, NodeFiles files) {
        var node = files.node();
        var key = files.key();
        return database.write(transaction -> {
            var newest = LogTable.newest(transaction, node);
            if (newest.isEmpty()) {
                return fresh(
                        transaction,
                        files,
                        node,
                        key,
                        1,
                        files.checkpoint()
                                .map(note -> new Broken("the database knows no log of this node", Optional.of(note))));
            }
            var row = newest.get();
            var log = new LogIdentity(row.id(), row.origin(), node, key);
            try {
                if (!log.noteKey().toString().equals(row.vkey())) {
                    throw new Discontinued("the log's key was replaced");
                }
                return new LogStart(log, head(transaction, log, files), Optional.empty());
            } catch (Discontinued e) {
                var last = files.checkpoint().or(() -> CheckpointTable.newest(transaction, log.id()));
                return fresh(
                        transaction, files, node, key, row.number() + 1, Optional.of(new Broken(e.getMessage(), last)));
            }
        });
    }

    private static LogStart fresh(
            Transaction transaction,
            NodeFiles files,
            String node,
            SigningKey key,
            int atLeast,
            Optional<Broken> broken) {
        int number = Math.max(atLeast, files.checkpoint().map(LogStart::number).orElse(0) + 1);
        var installation = LogTable.installation(transaction).substring(0, 8);
        var origin = NodeFiles.machine() + "/polar/" + installation + "/" + node + "/" + number;
        var vkey = new NoteKey(origin, key.publicKey()).toString();
        int id = LogTable.insert(transaction, origin, node, number, vkey);
        var head = new Head(new CompactRange(0), new TileEdge(), Optional.empty());
        return new LogStart(new LogIdentity(id, origin, node, key), head, broken);
    }

    private static int number(Note note) {
        var origin = Checkpoint.parse(note.text()).origin();
        return Integer.parseInt(origin.substring(origin.lastIndexOf('/') + 1));
    }

    private static Head head(Transaction transaction, LogIdentity log, NodeFiles files) {
        var remembered = files.checkpoint().map(note -> checked(note, log));
        var newest = CheckpointTable.newest(transaction, log.id()).map(note -> checked(note, log));
        var tree = CheckpointTable.newestWithTree(transaction, log.id())
                .map(note -> checked(note, log))
                .map(base -> based(transaction, log, base))
                .orElseGet(() -> new CompactRange(0));
        compare(tree, remembered, newest);
        RecordTable.leaves(transaction, log.id(), tree.end(), leaf -> {
            tree.append(leaf);
            compare(tree, remembered, newest);
        });
        remembered.filter(kept -> kept.size() > tree.end()).ifPresent(kept -> {
            throw new Discontinued("the database ends at " + tree.end() + ", this node signed " + kept.size());
        });
        newest.filter(kept -> kept.size() > tree.end()).ifPresent(kept -> {
            throw new Discontinued("the log ends before its own checkpoint");
        });
        var tail = RecordTable.tail(transaction, log.id());
        tail.ifPresent(last -> requireWhole(transaction, log, last));
        var edge = Tiling.edge(transaction, log.id(), tree)
                .orElseThrow(() -> new Discontinued("the records do not lead to the log's tree"));
        return new Head(tree, edge, tail);
    }

    private static CompactRange based(Transaction transaction, LogIdentity log, Checkpoint base) {
        try {
            var tree = CheckpointTable.tree(transaction, log.id(), base.size());
            if (tree.root().equals(base.root())) {
                return tree;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new Discontinued("the tree kept at " + base.size() + " does not lead to its checkpoint");
    }

    private static Checkpoint checked(Note note, LogIdentity log) {
        var checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(log.origin())) {
            throw new Discontinued("this node's last checkpoint is of " + checkpoint.origin());
        }
        if (!note.signedBy(log.noteKey())) {
            throw new Discontinued("a checkpoint is not signed by the log's key");
        }
        return checkpoint;
    }

    private static void compare(CompactRange tree, Optional<Checkpoint> one, Optional<Checkpoint> other) {
        one.ifPresent(kept -> compare(tree, kept));
        other.ifPresent(kept -> compare(tree, kept));
    }

    private static void compare(CompactRange tree, Checkpoint kept) {
        if (tree.end() == kept.size() && !tree.root().equals(kept.root())) {
            throw new Discontinued("the records do not lead to the checkpoint at " + kept.size());
        }
    }

    private static void requireWhole(Transaction transaction, LogIdentity log, Head.Tail last) {
        var body = RecordTable.body(transaction, log.id(), last.seq()).orElseThrow();
        Optional<Digest> leaf;
        try {
            leaf = Optional.of(AuditRecord.parse(body).leaf());
        } catch (RuntimeException e) {
            leaf = Optional.empty();
        }
        if (!leaf.equals(Optional.of(last.leaf()))) {
            throw new Discontinued("the last record is not what its leaf hash says");
        }
    }

    private static final class Discontinued extends RuntimeException {
        private static final long serialVersionUID = 1;

        Discontinued(String why) {
            super(why, null, false, false);
        }
    }
}
