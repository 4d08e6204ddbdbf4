package dev.polar.host.channel;

import dev.polar.host.channel.Buttons.Decision;
import dev.polar.host.channel.Buttons.Place;
import dev.polar.host.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SQL of cards. */
final class CardTable {
    private CardTable() {}

    /** A button that was made once, and whether one of its card's was used. */
    record Button(Place place, Decision decision, boolean used) {}

    /** @param buttons hashes of the two, where the room may decide */
    static void insert(Transaction transaction, Place place, Optional<Hashes> buttons) {
        transaction
                .handle()
                .createUpdate("INSERT INTO approval_card (approval, account, room, person, approve, deny)"
                        + " VALUES (:approval, :account, :room, :person, :approve, :deny)")
                .bindMap(names(place))
                .bind("approve", buttons.map(Hashes::approve).orElse(null))
                .bind("deny", buttons.map(Hashes::deny).orElse(null))
                .execute();
    }

    /** Hashes of a card's two buttons. */
    record Hashes(String approve, String deny) {}

    static Optional<Button> button(Transaction transaction, String hash) {
        return transaction
                .handle()
                .createQuery("SELECT approval, account, room, person, approve = :hash AS approves,"
                        + " pressed_at IS NOT NULL OR closed_at IS NOT NULL AS used"
                        + " FROM approval_card WHERE approve = :hash OR deny = :hash")
                .bind("hash", hash)
                .map((row, context) -> new Button(
                        place(row),
                        row.getBoolean("approves") ? Decision.APPROVE : Decision.DENY,
                        row.getBoolean("used")))
                .findOne();
    }

    /** Whether that card has buttons, and none was used yet. */
    static boolean hasButtons(Transaction transaction, Place place) {
        return transaction
                .handle()
                .createQuery(
                        "SELECT EXISTS (SELECT FROM approval_card WHERE approval = :approval AND account = :account"
                                + " AND room = :room AND person = :person AND approve IS NOT NULL"
                                + " AND pressed_at IS NULL AND closed_at IS NULL)")
                .bindMap(names(place))
                .mapTo(Boolean.class)
                .one();
    }

    /** Uses the buttons of a card up; of any number of presses one is told that it did. */
    static boolean press(Transaction transaction, Place place, Instant now) {
        return transaction
                        .handle()
                        .createUpdate("UPDATE approval_card SET pressed_at = :now WHERE approval = :approval"
                                + " AND account = :account AND room = :room AND pressed_at IS NULL"
                                + " AND closed_at IS NULL")
                        .bindMap(names(place))
                        .bind("now", now)
                        .execute()
                == 1;
    }

    static List<Place> open(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT approval, account, room, person FROM approval_card WHERE closed_at IS NULL"
                        + " ORDER BY approval LIMIT 500")
                .map((row, context) -> place(row))
                .list();
    }

    static boolean close(Transaction transaction, Place place, Instant now) {
        return transaction
                        .handle()
                        .createUpdate("UPDATE approval_card SET closed_at = :now WHERE approval = :approval"
                                + " AND account = :account AND room = :room AND closed_at IS NULL")
                        .bindMap(names(place))
                        .bind("now", now)
                        .execute()
                == 1;
    }

    private static Map<String, String> names(Place place) {
        return Map.of(
                "approval",
                place.approval(),
                "account",
                place.account(),
                "room",
                place.room(),
                "person",
                place.person());
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getString("approval"), row.getString("account"), row.getString("room"), row.getString("person"));
    }
}
