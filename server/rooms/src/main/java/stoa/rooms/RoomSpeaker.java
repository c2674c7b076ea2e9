package stoa.rooms;

import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.hook.StanzaIds;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.HistoryResponder;
import stoa.store.StoredXml;
import stoa.store.vcard.VcardStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * Performs effects: walks over occupants and hands copies to the output. Each stanza is encoded
 * once for all that get it. On an event loop or the journal thread, in each room's order.
 */
final class RoomSpeaker {
    private static final Logger LOG = LoggerFactory.getLogger(RoomSpeaker.class);
    private static final StanzaError UNREADABLE =
            StanzaError.Condition.INTERNAL_SERVER_ERROR.error(
                    "This cannot be read now. Please try again.");

    private final RoomOutput output;
    private final HistoryResponder histories;
    private final VcardStore vcards;
    private final Attendance attendance;
    private final RoomDirectory directory;
    private final Indicators indicators;
    private final BiConsumer<BareJid, Message> said;

    RoomSpeaker(
            RoomOutput output,
            HistoryResponder histories,
            VcardStore vcards,
            Attendance attendance,
            RoomDirectory directory,
            Indicators indicators,
            BiConsumer<BareJid, Message> said) {
        this.output = output;
        this.histories = histories;
        this.vcards = vcards;
        this.attendance = attendance;
        this.directory = directory;
        this.indicators = indicators;
        this.said = said;
    }

    void perform(BareJid room, RoomEffect effect) {
        switch (effect) {
            case RoomEffect.Say say -> output.send(say.stanza());
            case RoomEffect.Speak speak -> toAll(speak.line().live(), speak.to());
            case RoomEffect.SpeakTo speak -> toSome(speak.line().live(), speak.to());
            case RoomEffect.Whisper whisper -> toSome(inArchive(whisper), whisper.to());
            case RoomEffect.Pass pass -> toSome(pass.copy(), pass.to());
            case RoomEffect.Tell tell -> toRoles(tell);
            case RoomEffect.Announce announce -> announce(announce);
            case RoomEffect.Welcome welcome -> welcome(welcome);
            case RoomEffect.Recall recall -> recall(recall);
            case RoomEffect.Attend attend -> attendance.is(room, attend.occupants());
            case RoomEffect.Stir stir -> stir(stir);
            case RoomEffect.Departed departed -> indicators.departed(room, departed.session());
            case RoomEffect.TellMissed tell -> tell.answer().complete(tell.missed());
            case RoomEffect.TellReader tell -> tell.answer().complete(tell.reader());
            case RoomEffect.Enlist enlist -> enlist(room, enlist);
            case RoomEffect.AskVcard ask -> askVcard(room, ask.request());
            case RoomEffect.AskArchive ask -> askArchive(room, ask);
        }
    }

    private void stir(RoomEffect.Stir stir) {
        indicators.stirred(stir.room());
        said.accept(stir.room().address(), stir.said());
    }

    private void enlist(BareJid room, RoomEffect.Enlist enlist) {
        directory.is(room, enlist.listing());
        if (enlist.listing() == null) {
            indicators.gone(room);
        }
    }

    /** The answer comes on the store's thread, behind the results. */
    private void askArchive(BareJid room, RoomEffect.AskArchive ask) {
        Iq request = ask.request();
        histories
                .answer(request, room, ask.since())
                .whenComplete(
                        (answer, failure) -> {
                            if (failure != null) {
                                LOG.error("room_history_failed room={}", room, failure);
                            }
                            output.send(answer == null ? request.refuse(UNREADABLE) : answer);
                        });
    }

    /** An unset card is an empty one, XEP-0054 section 3.1. */
    private void askVcard(BareJid room, Iq request) {
        vcards.find(room)
                .whenComplete(
                        (found, failure) -> {
                            if (failure != null) {
                                LOG.error("room_vcard_failed room={}", room, failure);
                                output.send(request.refuse(UNREADABLE));
                                return;
                            }
                            output.send(
                                    request.result(
                                            found.map(card -> StoredXml.read(card.xml()))
                                                    .orElseGet(
                                                            () ->
                                                                    Element.empty(
                                                                            "vCard", Muc.VCARD))));
                        });
    }

    private void toAll(Copy copy, Occupants to) {
        for (int i = 0; i < to.size(); i++) {
            toSeats(copy, to.get(i).seats());
        }
    }

    private void toSeats(Copy copy, List<Seat> seats) {
        for (int i = 0; i < seats.size(); i++) {
            output.send(copy, seats.get(i).address());
        }
    }

    private void toSome(Copy copy, List<FullJid> to) {
        for (int i = 0; i < to.size(); i++) {
            output.send(copy, to.get(i));
        }
    }

    /** A private message has the id it has in the addressee's archive. */
    private static Copy inArchive(RoomEffect.Whisper whisper) {
        Message message = whisper.line().message();
        ArchiveSlot slot = whisper.line().slot();
        return new Copy(
                slot != null && whisper.addressee() instanceof BareJid archive
                        ? message.with(StanzaIds.of(archive, slot.id()))
                        : message);
    }

    private void toRoles(RoomEffect.Tell tell) {
        Occupants to = tell.to();
        for (int i = 0; i < to.size(); i++) {
            Occupant occupant = to.get(i);
            if (occupant.role().atLeast(tell.least())) {
                toSeats(tell.copy(), occupant.seats());
            }
        }
    }

    private void announce(RoomEffect.Announce a) {
        Occupants to = a.to();
        for (int i = 0; i < to.size(); i++) {
            Occupant occupant = to.get(i);
            if (occupant.nick().equals(a.nick())) {
                toSelf(a, occupant);
            } else if (a.othersHear()) {
                boolean sees = a.allSeeAddresses() || occupant.isModerator();
                toSeats(sees ? a.open() : a.closed(), occupant.seats());
            }
        }
    }

    private void toSelf(RoomEffect.Announce a, Occupant self) {
        for (Seat seat : self.seats()) {
            output.send(seat.address().equals(a.ownSession()) ? a.own() : a.self(), seat.address());
        }
    }

    private void welcome(RoomEffect.Welcome w) {
        Occupants present = w.present();
        for (int i = 0; i < present.size(); i++) {
            Occupant occupant = present.get(i);
            if (w.shownRoles().includes(occupant.role()) && !occupant.nick().equals(w.ownNick())) {
                output.send(occupant.shown(w.seesAddresses()), w.to());
            }
        }
    }

    private void recall(RoomEffect.Recall recall) {
        List<Line> lines = recall.lines();
        for (int i = 0; i < lines.size(); i++) {
            output.send(lines.get(i).history(), recall.to());
        }
    }
}
