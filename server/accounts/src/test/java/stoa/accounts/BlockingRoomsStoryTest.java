package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.Blocking.blocks;
import static stoa.accounts.Blocking.getsBlocked;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.core.route.Service;
import stoa.core.session.Receipt;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** XEP-0191 towards rooms, their occupants, and other services. */
class BlockingRoomsStoryTest {
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

    private AccountsHouse house = AccountsHouse.listed().open();

    /** Keeps what comes, as rooms would. */
    private static final class Garden implements Service {
        private static final DomainJid ADDRESS = DomainJid.of("conference.example.org");
        private final List<Stanza> got = new ArrayList<>();

        @Override
        public DomainJid address() {
            return ADDRESS;
        }

        @Override
        public void receive(Stanza stanza, Receipt receipt) {
            got.add(stanza);
            receipt.release();
        }
    }

    @Spec(
            xep = 191,
            section = "3.3",
            says = "directed presence is taken back: a room that is blocked is left")
    @Test
    void a_blocked_room_is_left_and_heard_no_more() {
        Garden garden = new Garden();
        house.server.services().add(garden);
        BareJid room = BareJid.of("garden@conference.example.org");
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(
                                    Presence.of(
                                            Presence.Type.AVAILABLE,
                                            null,
                                            room.withResource("Juliet")));
                            garden.got.clear();
                            blocks(laptop, room);
                            assertThat(garden.got).hasSize(1);
                            Presence left = (Presence) garden.got.getFirst();
                            assertThat(left.type()).isEqualTo(Presence.Type.UNAVAILABLE);
                            assertThat(left.from()).isEqualTo(laptop.address());
                            assertThat(left.to()).isEqualTo(room.withResource("Juliet"));
                            garden.got.clear();
                            Jid romeo = room.withResource("Romeo");
                            speaks(romeo, laptop, Message.Type.GROUPCHAT);
                            speaks(romeo, laptop, Message.Type.CHAT);
                            house.accounts
                                    .router()
                                    .route(
                                            Message.of(Message.Type.NORMAL, room, JULIET.address())
                                                    .with(Element.empty("x", "urn:invitation")));
                            laptop.getsNothingMore();
                            laptop.sends(
                                    Presence.of(
                                            Presence.Type.AVAILABLE,
                                            null,
                                            room.withResource("Juliet")));
                            getsBlocked(laptop, room.withResource("Juliet"));
                            laptop.isLost();
                            assertThat(garden.got).as("no error, no second leaving").isEmpty();
                        });
    }

    @Test
    void an_occupant_can_be_blocked_and_the_talk_of_a_blocked_person_is_heard() {
        house.server.services().add(new Garden());
        BareJid room = BareJid.of("garden@conference.example.org");
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            blocks(laptop, ROMEO.address(), room.withResource("Tybalt"));
                            laptop.forgets();
                            speaks(room.withResource("Tybalt"), laptop, Message.Type.CHAT);
                            laptop.getsNothingMore();
                            speaks(room.withResource("Romeo"), laptop, Message.Type.GROUPCHAT);
                            assertThat(laptop.nextMessage().from())
                                    .isEqualTo(room.withResource("Romeo"));
                            laptop.sends(
                                    chat().to(room.withResource("Tybalt")).body("away with you"));
                            getsBlocked(laptop, room.withResource("Tybalt"));
                        });
    }

    @Spec(xep = 45, section = "7.8.2", says = "a room passes an invitation on in its own name")
    @Test
    void a_blocked_person_does_not_get_through_by_an_invitation() {
        house.server.services().add(new Garden());
        BareJid room = BareJid.of("garden@conference.example.org");
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            blocks(laptop, ROMEO.address());
                            laptop.forgets();
                            for (String inviter : List.of("romeo@example.org/pc", "a@b", "@@")) {
                                Element invite =
                                        Element.of("invite", MUC_USER)
                                                .attribute("from", inviter)
                                                .build();
                                house.accounts
                                        .router()
                                        .route(
                                                Message.of(
                                                        Message.Type.NORMAL,
                                                        room,
                                                        JULIET.address(),
                                                        Element.of("x", MUC_USER)
                                                                .child(invite)
                                                                .build()));
                            }
                            assertThat(laptop.nextMessage().toString()).contains("a@b");
                            assertThat(laptop.nextMessage().toString()).contains("@@");
                            laptop.getsNothingMore();
                        });
    }

    /** As rooms do it: encoded once for all occupants. */
    private void speaks(Jid from, TestClient to, Message.Type type) {
        Message said =
                Message.of(type, from, null).with(Element.text("body", Stanza.CLIENT, "friends"));
        house.accounts.router().send(EncodedStanza.of(said.toElement()), from, to.address());
    }
}
