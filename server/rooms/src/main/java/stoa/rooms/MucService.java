package stoa.rooms;

import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.EntityRuntime;
import stoa.core.route.Service;
import stoa.core.session.Receipt;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * A domain's rooms at {@code conference.DOMAIN}: turns stanzas into the rooms' commands and answers
 * for the service itself (sections 6.1 to 6.3). Called on event loops and the journal thread; only
 * hands over.
 *
 * <p>A stanza to an address where there is no room, other than one to enter, is answered here: no
 * entity is made for it, so nobody fills the memory by asking for rooms that are not.
 */
public final class MucService implements Service {
    private static final List<String> FEATURES =
            List.of(
                    Muc.DISCO_INFO,
                    Muc.DISCO_ITEMS,
                    Muc.MUC,
                    Muc.RSM,
                    Muc.STABLE_ID,
                    Muc.SELF_PING,
                    Muc.STANZA_ID,
                    Muc.OCCUPANT_ID,
                    Muc.VCARD,
                    Muc.HATS,
                    Muc.RAI,
                    ChannelSearch.SEARCH,
                    Muc.PING);

    private static final StanzaError UNREADABLE =
            Condition.INTERNAL_SERVER_ERROR.error(
                    "The archive cannot be read now. Please try again.");

    private final DomainJid address;
    private final EntityRuntime<BareJid, Room, RoomCommand, RoomEvent, RoomEffect> runtime;
    private final RoomDirectory directory;
    private final ChannelSearch search;
    private final Indicators indicators;
    private final RoomOutput output;
    private final IqReader iqs;
    private final ArchiveStore archive;
    private final EarlierWhispers whispers;
    private final InstantSource clock;

    MucService(
            DomainJid address,
            EntityRuntime<BareJid, Room, RoomCommand, RoomEvent, RoomEffect> runtime,
            RoomDirectory directory,
            ChannelSearch search,
            Indicators indicators,
            RoomOutput output,
            IqReader iqs,
            ArchiveStore archive,
            EarlierWhispers whispers,
            InstantSource clock) {
        this.address = address;
        this.runtime = runtime;
        this.directory = directory;
        this.search = search;
        this.indicators = indicators;
        this.output = output;
        this.iqs = iqs;
        this.archive = archive;
        this.whispers = whispers;
        this.clock = clock;
    }

    @Override
    public DomainJid address() {
        return address;
    }

    @Override
    public void receive(Stanza stanza, Receipt receipt) {
        Jid from = stanza.from();
        Jid to = stanza.to();
        if (from == null || to == null) {
            throw new IllegalArgumentException("a routed stanza has both addresses");
        }
        if (to.bare() instanceof BareJid room) {
            toRoom(room, stanza, from, to.resource(), receipt);
        } else {
            toService(stanza, from, to, receipt);
        }
    }

    private void toRoom(
            BareJid room, Stanza stanza, Jid from, @Nullable String nick, Receipt receipt) {
        switch (read(stanza, from, nick)) {
            case Reading.Command(RoomCommand.Asked command) -> {
                if (mayBeThere(room, from, command)) {
                    tell(room, command, receipt);
                } else if (isMade(command)) {
                    refuse(
                            stanza,
                            Condition.NOT_ALLOWED.error(
                                    "Only people of this server make rooms here."),
                            receipt);
                } else {
                    refuse(stanza, noRoom(command), receipt);
                }
            }
            case Reading.Refused(StanzaError error) -> refuse(stanza, error, receipt);
            case Reading.Nothing nothing -> receipt.release();
        }
    }

    /**
     * What is about a message of the archive waits until that is read, so the room's writer need
     * not; what its sender says next may come before it.
     */
    private void tell(BareJid room, RoomCommand.Asked command, Receipt receipt) {
        if (command instanceof RoomCommand.AboutLine asked) {
            archive.page(ArchiveQuery.firstOf(room, 1).ids(List.of(asked.id())))
                    .whenComplete((result, failure) -> found(room, asked, result, receipt));
        } else if (command instanceof RoomCommand.Whisper whisper) {
            whisper(room, whisper, receipt);
        } else {
            runtime.tell(room, command, receipt::release);
        }
    }

    /** A private message is told in its place, once it is known whether it was sent before. */
    private void whisper(BareJid room, RoomCommand.Whisper whisper, Receipt receipt) {
        String originId = OriginId.of(whisper.stanza());
        if (originId == null || !(whisper.from().bare() instanceof BareJid sender)) {
            runtime.tell(room, whisper, receipt::release);
            return;
        }
        whispers.ask(
                room,
                sender,
                originId,
                whisper.nick(),
                sentBefore -> whisper(room, whisper, sentBefore, receipt));
    }

    private void whisper(
            BareJid room,
            RoomCommand.Whisper whisper,
            @Nullable Boolean sentBefore,
            Receipt receipt) {
        if (sentBefore == null) {
            refuse(whisper.stanza(), UNREADABLE, receipt);
        } else {
            runtime.tell(room, sentBefore ? whisper.known() : whisper, receipt::release);
        }
    }

    private void found(
            BareJid room,
            RoomCommand.AboutLine asked,
            @Nullable ArchiveResult result,
            Receipt receipt) {
        if (result == null) {
            refuse(asked.stanza(), UNREADABLE, receipt);
            return;
        }
        Line line =
                result instanceof ArchiveResult.Page page && !page.rows().isEmpty()
                        ? ArchivedLine.read(page.rows().getFirst())
                        : null;
        runtime.tell(room, asked.about(line), receipt::release);
    }

    private Reading read(Stanza stanza, Jid from, @Nullable String nick) {
        if (stanza instanceof Iq iq) {
            return iqs.read(iq, from, nick);
        }
        if (!(from instanceof FullJid session)) {
            return stanza.isError()
                    ? Reading.NOTHING
                    : Reading.refuse(
                            Condition.NOT_ACCEPTABLE, "Only a connected resource enters a room.");
        }
        return switch (stanza) {
            case Presence presence -> PresenceReader.read(presence, session, nick, clock.instant());
            case Message message -> MessageReader.read(message, session, nick);
            case Iq iq -> Reading.NOTHING; // read above
        };
    }

    /**
     * Who pings a nick has been inside, and must not take the answer for one about the nick
     * (XEP-0410 section 3.3).
     */
    private static StanzaError noRoom(RoomCommand command) {
        return command instanceof RoomCommand.RelayRequest request
                ? Relaying.notInside(request.stanza())
                : Condition.ITEM_NOT_FOUND.error("There is no such room.");
    }

    private boolean mayBeThere(BareJid room, Jid from, RoomCommand command) {
        return (isMade(command) && isOfHouse(from)) || directory.has(room) || runtime.hosts(room);
    }

    /** Whether the room would be made by it (section 10.1). */
    private static boolean isMade(RoomCommand command) {
        return command instanceof RoomCommand.Enter enter && enter.entry() != null;
    }

    /** Whether somebody is of the domain that the service belongs to, or of a service of it. */
    private boolean isOfHouse(Jid from) {
        String house = address.domain().substring(address.domain().indexOf('.') + 1);
        return from.domain().equals(house) || from.domain().endsWith("." + house);
    }

    private void refuse(Stanza stanza, StanzaError error, Receipt receipt) {
        if (Answer.refusal(stanza, error) instanceof RoomEffect.Say refusal) {
            output.send(refusal.stanza());
        }
        receipt.release();
    }

    private void toService(Stanza stanza, Jid from, Jid to, Receipt receipt) {
        if (stanza instanceof Presence presence
                && from instanceof FullJid session
                && to.resource() == null
                && indicate(presence, session)) {
            receipt.release();
            return;
        }
        Element payload = stanza instanceof Iq iq && iq.isRequest() ? iq.payload() : null;
        if (payload == null || to.resource() != null) {
            refuse(stanza, Condition.SERVICE_UNAVAILABLE.error(), receipt);
            return;
        }
        Iq request = (Iq) stanza;
        if (Muc.REQUESTS.isMisnamed(payload)) {
            refuse(request, Condition.BAD_REQUEST.error(), receipt);
            return;
        }
        boolean get = request.type() == Iq.Type.GET;
        switch (get ? payload.namespace() : "") {
            case Muc.DISCO_INFO -> answer(info(request, payload), receipt);
            case Muc.DISCO_ITEMS -> answer(items(request, from, payload), receipt);
            case ChannelSearch.SEARCH ->
                    answer(search.answer(request, from, address.domain(), payload), receipt);
            case Muc.PING -> answer(request.result(), receipt);
            default -> refuse(request, Condition.SERVICE_UNAVAILABLE.error(), receipt);
        }
    }

    /** XEP-0437: false for presence that has nothing to do with it. */
    private boolean indicate(Presence presence, FullJid session) {
        return switch (presence.type()) {
            case AVAILABLE -> {
                boolean asks = presence.has("rai", Muc.RAI);
                if (asks) {
                    indicators.subscribe(
                            session, address, (room, question) -> runtime.tell(room, question));
                }
                yield asks;
            }
            case UNAVAILABLE -> {
                indicators.unsubscribe(session);
                yield true;
            }
            default -> false;
        };
    }

    private void answer(Iq answer, Receipt receipt) {
        output.send(answer);
        receipt.release();
    }

    private static Iq info(Iq request, Element asked) {
        if (asked.attribute("node") != null) {
            return request.refuse(Condition.ITEM_NOT_FOUND.error());
        }
        Element.Builder query =
                Element.of("query", Muc.DISCO_INFO)
                        .child(
                                Element.of("identity", Muc.DISCO_INFO)
                                        .attribute("category", "conference")
                                        .attribute("type", "text")
                                        .attribute("name", "Rooms")
                                        .build());
        FEATURES.forEach(feature -> query.child(Discovery.feature(feature)));
        return request.result(query.build());
    }

    private Iq items(Iq request, Jid from, Element asked) {
        if (asked.attribute("node") != null) {
            return request.refuse(Condition.ITEM_NOT_FOUND.error());
        }
        PageRequest.Read wanted = PageRequest.in(asked);
        PageRequest page = wanted.orAll();
        if (page == null) {
            return request.refuse(Condition.BAD_REQUEST.error());
        }
        Slice<Listing> found = directory.page(address.domain(), from, page);
        if (found == null) {
            return request.refuse(Condition.ITEM_NOT_FOUND.error());
        }
        Element.Builder query = Element.of("query", Muc.DISCO_ITEMS);
        for (Listing room : found.items()) {
            query.child(
                    Element.of("item", Muc.DISCO_ITEMS)
                            .attribute("jid", room.address().toString())
                            .attribute("name", room.name())
                            .build());
        }
        boolean paged = wanted instanceof PageRequest.Asked || found.isPart();
        return request.result(query.childIf(paged ? found.page().toElement() : null).build());
    }
}
