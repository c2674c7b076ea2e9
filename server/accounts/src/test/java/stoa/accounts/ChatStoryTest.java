package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Line.normal;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.core.hook.MessageRoute;
import stoa.core.hook.StanzaIds;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.testkit.Line;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Messages between people: checked, stored, then spoken. */
class ChatStoryTest {
    private final AccountsHouse house = AccountsHouse.listed();

    private List<ArchiveRow> history(Person person) {
        return ((ArchiveResult.Page)
                        house.store
                                .archive()
                                .page(ArchiveQuery.lastOf(person.address(), 100))
                                .toCompletableFuture()
                                .join())
                .rows();
    }

    @Spec(rfc = 6121, section = "5", says = "a message reaches the one it is for")
    @Test
    void romeo_reads_what_juliet_writes_and_both_have_it_in_their_history() {
        house.open()
                .story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(chat().to(ROMEO.address()).id("m1").body("good night"));
                            Message heard =
                                    pc.gets(
                                            chat().from(laptop)
                                                    .to(ROMEO.address())
                                                    .id("m1")
                                                    .body("good night"));
                            pc.getsNothingMore();
                            laptop.getsNothingMore();
                            assertThat(history(JULIET)).hasSize(1).isEqualTo(history(ROMEO));
                            assertThat(StanzaIds.idBy(ROMEO.address(), heard))
                                    .isEqualTo(history(ROMEO).getFirst().id());
                        });
    }

    @Test
    void nothing_is_heard_or_acknowledged_before_the_commit() {
        house.open()
                .story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            int handled = laptop.handled();
                            laptop.submits(message(ROMEO.address(), "wait for it"));
                            house.server.settleWithoutCommit();
                            assertThat(pc.hasNothing()).isTrue();
                            assertThat(laptop.handled()).isEqualTo(handled);
                            pc.gets(chat().body("wait for it"));
                            assertThat(laptop.handled()).isEqualTo(handled + 1);
                        });
    }

    @Test
    void when_the_commit_fails_nobody_hears_it_and_the_sender_may_try_again() {
        house.open()
                .story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            house.failCommits(true);
                            laptop.sends(chat().to(ROMEO.address()).origin("o1").body("lost"));
                            laptop.getsError(Condition.INTERNAL_SERVER_ERROR);
                            pc.getsNothingMore();
                            house.failCommits(false);
                            laptop.sends(chat().to(ROMEO.address()).origin("o1").body("lost"));
                            pc.gets(chat().body("lost"));
                            pc.getsNothingMore();
                            laptop.getsNothingMore();
                            assertThat(history(ROMEO)).hasSize(1);
                            // The sessions outlive the entity that was thrown away.
                            pc.sends(chat().to(laptop).body("heard"));
                            laptop.gets(chat().body("heard"));
                        });
    }

    @Spec(xep = 359, section = "3", says = "nobody else speaks in the name of an archive")
    @Test
    void a_forged_stanza_id_is_taken_away_and_a_foreign_one_stays() {
        Element forged = StanzaIds.of(ROMEO.address(), 42);
        Element mine = StanzaIds.of(JULIET.address(), 43);
        Element rooms = StanzaIds.of(BareJid.of("garden@conference.example.org"), 44);
        Element servers =
                Element.of("stanza-id", StanzaIds.NAMESPACE)
                        .attribute("by", "example.org")
                        .attribute("id", "45")
                        .build();
        Element foreign = StanzaIds.of(BareJid.of("garden@elsewhere.example"), 44);
        house.open()
                .story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(
                                    chat().to(pc)
                                            .body("x")
                                            .with(forged)
                                            .with(mine)
                                            .with(rooms)
                                            .with(servers)
                                            .with(foreign));
                            Message heard = pc.nextMessage();
                            assertThat(heard.payloads()).contains(foreign);
                            assertThat(heard.payloads())
                                    .doesNotContain(forged, mine, rooms, servers);
                        });
    }

    @Test
    void a_resend_is_acknowledged_with_the_first_ones_id_and_delivered_to_nobody() {
        house.open()
                .story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (laptop, phone, pc) -> {
                            Line line = chat().to(ROMEO.address()).origin("o1").body("once");
                            laptop.sends(line);
                            long id = StanzaIds.idBy(ROMEO.address(), pc.gets(line));
                            int handled = laptop.handled();
                            laptop.sends(line);
                            assertThat(laptop.handled()).isEqualTo(handled + 1);
                            pc.getsNothingMore();
                            phone.getsNothingMore();
                            Message told = laptop.nextMessage();
                            assertThat(told.from()).isEqualTo(JULIET.address());
                            Element stored =
                                    Objects.requireNonNull(
                                            told.payload("stored", Sending.STORED_NAMESPACE));
                            assertThat(
                                            Objects.requireNonNull(
                                                            stored.child(
                                                                    "origin-id",
                                                                    StanzaIds.NAMESPACE))
                                                    .attribute("id"))
                                    .isEqualTo("o1");
                            assertThat(stored.child("stanza-id", StanzaIds.NAMESPACE))
                                    .isEqualTo(StanzaIds.of(JULIET.address(), id));
                            // Also from another device, and to another resource of his.
                            phone.sends(chat().to(pc).origin("o1").body("once"));
                            pc.getsNothingMore();
                            assertThat(history(ROMEO)).hasSize(1);
                            // To somebody else it is another message.
                            laptop.sends(chat().to(JULIET.address()).origin("o1").body("once"));
                            phone.nextMessage();
                        });
    }

    @Test
    void a_resend_after_a_restart_is_recognised_and_reaches_who_has_missed_the_first() {
        house.open()
                .story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.submits(
                                    message(ROMEO.address(), "last words").with(origin("o9")));
                            house.server.settleWithoutCommit();
                            // Stored, and then the power goes before anybody hears it.
                            house.commitOnly();
                        });
        house.clock.advance(java.time.Duration.ofSeconds(5));
        house.start();
        house.open()
                .story
                .with(JULIET.on("laptop"))
                .play(
                        laptop -> {
                            laptop.submits(
                                    message(ROMEO.address(), "last words").with(origin("o9")));
                            assertThat(laptop.nextMessage().has("stored", Sending.STORED_NAMESPACE))
                                    .isTrue();
                            assertThat(history(JULIET)).hasSize(1);
                        });
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline();
        Message late = house.skipTo(pc, Message.class);
        assertThat(late.body()).isEqualTo("last words");
        assertThat(late.has("delay", "urn:xmpp:delay")).isTrue();
    }

    private static Element origin(String id) {
        return Element.of("origin-id", StanzaIds.NAMESPACE).attribute("id", id).build();
    }

    private static Message message(Jid to, String body) {
        return Message.of(Message.Type.CHAT, null, to, Element.text("body", Message.CLIENT, body));
    }

    @Spec(rfc = 6121, section = "8.5.1", says = "to nobody: service-unavailable")
    @Test
    void people_who_are_not_there_and_people_of_another_house_look_alike() {
        house.open()
                .story
                .with(JULIET.on("laptop"), TYBALT.on("pc"))
                .play(
                        (laptop, tybalt) -> {
                            laptop.sends(chat().to(BareJid.of("paris@example.org")).body("hello"));
                            Element unknown =
                                    error(laptop.getsError(Condition.SERVICE_UNAVAILABLE));
                            laptop.sends(chat().to(TYBALT.address()).body("hello"));
                            Element walled = error(laptop.getsError(Condition.SERVICE_UNAVAILABLE));
                            assertThat(walled).isEqualTo(unknown);
                            laptop.sends(chat().to(BareJid.of("a@elsewhere.example")).body("hi"));
                            laptop.getsError(Condition.REMOTE_SERVER_NOT_FOUND);
                            tybalt.getsNothingMore();
                            assertThat(history(JULIET)).isEmpty();
                        });
    }

    private static Element error(stoa.xmpp.stanza.Stanza stanza) {
        return Objects.requireNonNull(stanza.payload("error", Message.CLIENT));
    }

    @Test
    void what_would_be_refused_there_is_not_stored() {
        house.open()
                .story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(
                                    Line.of(Message.Type.GROUPCHAT)
                                            .to(ROMEO.address())
                                            .body("all"));
                            laptop.getsError(Condition.SERVICE_UNAVAILABLE);
                            laptop.sends(normal().to(ROMEO.on("gone")).body("that one"));
                            laptop.getsError(Condition.SERVICE_UNAVAILABLE);
                            assertThat(history(ROMEO)).isEmpty();
                            laptop.sends(chat().to(ROMEO.on("gone")).body("any one"));
                            pc.gets(chat().to(ROMEO.on("gone")).body("any one"));
                        });
    }

    @Spec(xep = 313, section = "5.1.1", says = "what a history keeps")
    @Test
    void states_and_headlines_pass_by_the_history() {
        Element composing = Element.empty("composing", "http://jabber.org/protocol/chatstates");
        Element received =
                Element.of("received", "urn:xmpp:receipts").attribute("id", "m1").build();
        Element noStore = Element.empty("no-store", "urn:xmpp:hints");
        house.open()
                .story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(chat().to(pc).with(composing));
                            pc.gets(chat().with(composing));
                            laptop.sends(Line.of(Message.Type.HEADLINE).to(pc).body("news"));
                            pc.gets(Line.of(Message.Type.HEADLINE).body("news"));
                            assertThat(history(ROMEO)).isEmpty();
                            laptop.sends(chat().to(pc).with(received));
                            pc.gets(chat().with(received));
                            assertThat(history(ROMEO)).hasSize(1);
                            laptop.sends(chat().to(pc).with(received).with(noStore));
                            assertThat(history(ROMEO)).hasSize(1);
                            laptop.sends(chat().to(pc).body("kept all the same").with(noStore));
                            assertThat(history(ROMEO)).hasSize(2);
                        });
    }

    @Test
    void with_the_archive_off_messages_go_at_once_and_nothing_is_stored() {
        AccountsHouse fast =
                new AccountsHouse(AccountSettings.DEFAULTS.withArchive(false), 0, JULIET, ROMEO);
        fast.open()
                .story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.submits(message(ROMEO.address(), "quick"));
                            fast.server.settleWithoutCommit();
                            pc.gets(chat().body("quick"));
                            pc.leaves();
                            laptop.forgets().sends(chat().to(ROMEO.address()).body("too late"));
                            laptop.getsError(Condition.SERVICE_UNAVAILABLE);
                        });
    }

    @Test
    void who_may_not_send_is_told_why_and_nothing_is_stored() {
        house.server
                .hooks()
                .filter(
                        MessageRoute.MAY_SEND,
                        outgoing ->
                                "rude".equals(outgoing.message().body())
                                        ? Condition.POLICY_VIOLATION.error("Be kind.")
                                        : null);
        house.server
                .hooks()
                .transform(
                        MessageRoute.STAMP,
                        outgoing ->
                                outgoing.with(
                                        outgoing.message().with(Element.empty("seen", "urn:x"))));
        house.open()
                .story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(chat().to(pc).body("rude"));
                            laptop.getsError(Condition.POLICY_VIOLATION);
                            pc.getsNothingMore();
                            assertThat(history(ROMEO)).isEmpty();
                            laptop.sends(chat().to(pc).body("kind"));
                            pc.gets(chat().body("kind").with(Element.empty("seen", "urn:x")));
                        });
    }

    @Test
    void a_hook_that_throws_refuses_when_asked_and_is_passed_by_otherwise() {
        house.server
                .hooks()
                .transform(
                        MessageRoute.STAMP,
                        outgoing -> {
                            throw new IllegalStateException("broken");
                        });
        house.server
                .hooks()
                .observe(
                        MessageRoute.SENT,
                        sent -> {
                            throw new IllegalStateException("broken");
                        });
        house.server
                .hooks()
                .filter(
                        MessageRoute.MAY_SEND,
                        outgoing -> {
                            if (outgoing.message().body() == null) {
                                throw new IllegalStateException("broken");
                            }
                            return null;
                        });
        house.open()
                .story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(chat().to(pc).body("arrives"));
                            pc.gets(chat().body("arrives"));
                            laptop.sends(chat().to(pc).with(Element.empty("x", "urn:x")));
                            laptop.getsError(Condition.INTERNAL_SERVER_ERROR);
                        });
    }
}
