package dev.polar.host.channel;

import dev.polar.host.approval.ApprovalState;
import dev.polar.host.approval.DecidingInChat;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.channel.Buttons.Place;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.channel.ChannelAccount;
import dev.polar.trust.audit.Category;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/**
 * {@code POST /channels/web/<account>/approvals}, {@code {"press": VALUE}}: a button of a card was pressed. The value says
 * which, the session says by whom; it has to be a button of their own room. The plugin has no part in it.
 */
final class Pressing {
    private static final String MEMBER = "press";
    private static final int LONGEST = 64;

    private final Visitor visitor;
    private final Cards cards;
    private final DecidingInChat deciding;
    private final Journal journal;

    Pressing(Visitor visitor, Cards cards, DecidingInChat deciding, Journal journal) {
        this.visitor = visitor;
        this.cards = cards;
        this.deciding = deciding;
        this.journal = journal;
    }

    /**
     * Takes the decision that the button stands for. Whatever this throws, nothing has changed, and it is on record.
     *
     * @throws Refusal {@code APPROVAL_UNKNOWN}, {@code APPROVAL_FORBIDDEN}, {@code APPROVAL_EXPIRED}, or as {@link
     *     DecidingInChat#decideAs}
     */
    void press(ChannelAccount account, Request request) throws IOException {
        var posted = Posted.read(request);
        var person = visitor.require(request).person();
        var user = new Caller.ChannelUser(account.kind(), account.name(), person, person);
        var button = own(user, value(posted));
        var decision = switch (button.decision()) {
            case APPROVE -> ApprovalState.APPROVED;
            case DENY -> ApprovalState.REJECTED;
        };
        var row = deciding.decideAs(user, button.place().approval(), decision);
        cards.pressed(button.place(), row);
    }

    private CardTable.Button own(Caller.ChannelUser user, String value) {
        var found = cards.button(value);
        if (found.isEmpty()) {
            throw recorded(
                    user,
                    Optional.empty(),
                    new Refusal(Code.APPROVAL_UNKNOWN, "no card has such a button", "polar approvals"));
        }
        var button = found.get();
        var id = button.place().approval();
        if (!button.place().equals(new Place(id, user.account(), user.room(), user.user()))) {
            throw recorded(
                    user,
                    Optional.of(id),
                    new Refusal(
                            Code.APPROVAL_FORBIDDEN,
                            "this button is of another room or another person",
                            "use the card in your own room"));
        }
        if (button.used()) {
            throw recorded(
                    user,
                    Optional.of(id),
                    new Refusal(Code.APPROVAL_EXPIRED, "this card was answered already", "polar approvals"));
        }
        return button;
    }

    private Refusal recorded(Caller.ChannelUser user, Optional<String> approval, Refusal why) {
        var draft = Draft.of(Category.APPROVAL, "press")
                .caller(user, "session")
                .channel(user.kind(), user.account(), user.room(), Optional.empty());
        journal.refused(approval.map(draft::approval).orElse(draft).denied(why.code()));
        return why;
    }

    private static String value(Posted posted) {
        if (posted.json() instanceof JsonObject body
                && body.keySet().equals(Set.of(MEMBER))
                && body.get(MEMBER) instanceof JsonString value
                && value.getString().length() <= LONGEST) {
            return value.getString();
        }
        throw Posted.invalid("the body is not an object of '" + MEMBER + "'");
    }
}
