package stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.federation.Federation.HERE;
import static stoa.conformance.federation.Federation.THERE;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import stoa.conformance.clients.Rooms;
import stoa.conformance.federation.Federation.Kind;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/** What people of two servers do with each other, with each kind of server on the other side. */
@Tag("slow")
class InteroperationTest {
    /** The same for every other server and either proof. */
    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class Together {
        private final Kind kind;
        private final Proof proof;
        private Federation federation;

        Together(Kind kind, Proof proof) {
            this.kind = kind;
            this.proof = proof;
        }

        @BeforeAll
        void start() {
            federation = Federation.plan(kind, proof).start();
        }

        @AfterAll
        void stop() {
            if (federation != null) {
                federation.close();
            }
        }

        private Session available(String name) {
            Session session = federation.signIn(name, "laptop");
            session.becomeAvailable();
            return session;
        }

        private Element need(Session session, String what, Predicate<Element> wanted) {
            return session.inbox()
                    .take(wanted, 0, PATIENCE)
                    .orElseThrow(
                            () ->
                                    new AssertionError(
                                            "did not get "
                                                    + what
                                                    + "\n"
                                                    + session.inbox().transcript()
                                                    + "\n"
                                                    + federation.logs()))
                    .element();
        }

        private void says(Session from, String to, String body) {
            from.send("<message type='chat' to='" + to + "'><body>" + body + "</body></message>");
        }

        private Element hears(Session session, String from, String body) {
            return need(
                    session,
                    body + " from " + from,
                    one ->
                            one.name().equals("message")
                                    && from.equals(one.attribute("from"))
                                    && one.child("body")
                                            .map(Element::text)
                                            .orElse("")
                                            .equals(body));
        }

        private Element presence(Session session, String from, String type) {
            return need(
                    session,
                    "presence " + type + " from " + from,
                    one ->
                            one.name().equals("presence")
                                    && from.equals(one.attribute("from"))
                                    && (type.isEmpty()
                                            ? one.attribute("type") == null
                                            : type.equals(one.attribute("type"))));
        }

        @Test
        void words_go_both_ways_and_stay_in_order() {
            try (Session juliet = available("juliet");
                    Session romeo = available("romeo")) {
                for (int i = 0; i < 50; i++) {
                    says(juliet, "romeo@" + THERE, "wherefore " + i);
                }
                for (int i = 0; i < 50; i++) {
                    var next =
                            need(
                                    romeo,
                                    "the next word",
                                    one ->
                                            one.name().equals("message")
                                                    && one.child("body").isPresent());
                    assertThat(next.child("body").orElseThrow().text()).isEqualTo("wherefore " + i);
                    assertThat(next.attribute("from")).isEqualTo(juliet.jid());
                }
                for (int i = 0; i < 50; i++) {
                    says(romeo, juliet.jid(), "call me but love " + i);
                }
                for (int i = 0; i < 50; i++) {
                    hears(juliet, romeo.jid(), "call me but love " + i);
                }
            }
        }

        @Test
        void questions_are_answered_both_ways() {
            String ping = "<ping xmlns='urn:xmpp:ping'/>";
            String info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
            try (Session juliet = available("juliet");
                    Session romeo = available("romeo")) {
                assertThat(juliet.ask("get", THERE, ping).attribute("type")).isEqualTo("result");
                assertThat(romeo.ask("get", HERE, ping).attribute("type")).isEqualTo("result");
                assertThat(juliet.ask("get", "conference." + THERE, info).toString())
                        .contains("http://jabber.org/protocol/muc");
                assertThat(romeo.ask("get", "conference." + HERE, info).toString())
                        .contains("http://jabber.org/protocol/muc");
            }
        }

        @Test
        void who_writes_to_nobody_is_told_so() {
            try (Session juliet = available("juliet");
                    Session romeo = available("romeo")) {
                says(juliet, "nobody@" + THERE, "hello?");
                says(romeo, "nobody@" + HERE, "hello?");
                for (Session session : new Session[] {juliet, romeo}) {
                    var error =
                            need(
                                    session,
                                    "an error",
                                    one ->
                                            one.name().equals("message")
                                                    && "error".equals(one.attribute("type")));
                    assertThat(error.child("error").orElseThrow().child("service-unavailable"))
                            .isPresent();
                }
            }
        }

        @Test
        void subscriptions_bring_presence_both_ways_and_at_every_sign_in() {
            String nurseAddress = "nurse@" + HERE;
            String friarAddress = "friar@" + THERE;
            try (Session nurse = available("nurse")) {
                try (Session friar = available("friar")) {
                    nurse.send("<presence type='subscribe' to='" + friarAddress + "'/>");
                    presence(friar, nurseAddress, "subscribe");
                    friar.send("<presence type='subscribed' to='" + nurseAddress + "'/>");
                    presence(nurse, friarAddress, "subscribed");
                    presence(nurse, friar.jid(), "");

                    friar.send("<presence type='subscribe' to='" + nurseAddress + "'/>");
                    presence(nurse, friarAddress, "subscribe");
                    nurse.send("<presence type='subscribed' to='" + friarAddress + "'/>");
                    presence(friar, nurseAddress, "subscribed");
                    presence(friar, nurse.jid(), "");

                    nurse.send("<presence><show>away</show></presence>");
                    assertThat(
                                    need(
                                                    friar,
                                                    "the nurse being away",
                                                    one ->
                                                            nurse.jid()
                                                                            .equals(
                                                                                    one.attribute(
                                                                                            "from"))
                                                                    && one.child("show")
                                                                            .isPresent())
                                            .child("show")
                                            .orElseThrow()
                                            .text())
                            .isEqualTo("away");
                    friar.connection().closeStream();
                }
                presence(nurse, friarAddress + "/laptop", "unavailable");

                try (Session friar = available("friar")) {
                    presence(friar, nurse.jid(), ""); // the answer to its server's probe
                    presence(nurse, friar.jid(), "");
                    nurse.connection().closeStream();
                    presence(friar, nurseAddress + "/laptop", "unavailable");
                    try (Session again = available("nurse")) {
                        presence(again, friar.jid(), "");
                        presence(friar, again.jid(), "");

                        again.send("<presence type='unsubscribe' to='" + friarAddress + "'/>");
                        presence(friar, nurseAddress, "unsubscribe");
                        again.send("<presence type='unsubscribed' to='" + friarAddress + "'/>");
                        presence(friar, nurseAddress, "unsubscribed");
                    }
                }
            }
        }

        @Test
        void a_room_here_is_joined_from_there() {
            talk("tybalt", "benvolio", "square@conference." + HERE);
        }

        @Test
        void a_room_there_is_joined_from_here() {
            talk("benvolio", "tybalt", "market@conference." + THERE);
        }

        private void talk(String owner, String guest, String room) {
            try (Session host = available(owner);
                    Session visitor = available(guest)) {
                Rooms.create(host, room, owner);
                Rooms.join(visitor, room, guest);
                presence(host, room + "/" + guest, "");
                Rooms.says(visitor, room, "I do but keep the peace");
                Rooms.hears(host, room + "/" + guest, "I do but keep the peace");
                Rooms.hears(visitor, room + "/" + guest, "I do but keep the peace");
                Rooms.says(host, room, "What, drawn, and talk of peace?");
                Rooms.hears(visitor, room + "/" + owner, "What, drawn, and talk of peace?");
                visitor.send("<presence type='unavailable' to='" + room + "/" + guest + "'/>");
                presence(host, room + "/" + guest, "unavailable");
                Rooms.destroy(host, room);
            }
        }

        @Test
        void what_contacts_publish_is_told_on_the_other_side_and_to_whoever_comes() {
            String tybalts = "tybalt@" + HERE;
            String friars = "friar@" + THERE;
            String[] wanted = {Eventing.NICK, Eventing.MOOD, Eventing.AVATAR};
            try (Session tybalt = federation.signIn("tybalt", "laptop")) {
                Eventing.comes(tybalt, wanted);
                try (Session friar = federation.signIn("friar", "laptop")) {
                    Eventing.comes(friar, wanted);
                    becomeContacts(tybalt, friar);

                    Eventing.publishes(tybalt, Eventing.NICK, "current", nick("Prince of Cats"));
                    told(friar, tybalts, Eventing.NICK, "current", "Prince of Cats");
                    Eventing.publishes(friar, Eventing.NICK, "current", nick("Laurence"));
                    told(tybalt, friars, Eventing.NICK, "current", "Laurence");
                    Eventing.publishes(tybalt, Eventing.AVATAR, "aa11", avatar("aa11"));
                    told(friar, tybalts, Eventing.AVATAR, "aa11", "aa11");
                    Eventing.publishes(friar, Eventing.AVATAR, "bb22", avatar("bb22"));
                    told(tybalt, friars, Eventing.AVATAR, "bb22", "bb22");
                    friar.connection().closeStream();
                }
                presence(tybalt, friars + "/laptop", "unavailable");
                Eventing.publishes(tybalt, Eventing.MOOD, "current", mood("angry"));

                try (Session friar = federation.signIn("friar", "laptop")) {
                    Eventing.comes(friar, wanted);
                    told(friar, tybalts, Eventing.MOOD, "current", "angry");
                    Eventing.publishes(friar, Eventing.MOOD, "current", mood("calm"));
                    told(tybalt, friars, Eventing.MOOD, "current", "calm");
                    tybalt.connection().closeStream();
                    presence(friar, tybalts + "/laptop", "unavailable");

                    try (Session again = federation.signIn("tybalt", "laptop")) {
                        Eventing.comes(again, wanted);
                        told(again, friars, Eventing.MOOD, "current", "calm");
                        again.send("<presence type='unsubscribe' to='" + friars + "'/>");
                        again.send("<presence type='unsubscribed' to='" + friars + "'/>");
                        presence(friar, tybalts, "unsubscribed");
                        again.inbox().clear();
                        Eventing.publishes(again, Eventing.MOOD, "current", mood("furious"));
                        says(again, friar.jid(), "have at thee");
                        hears(friar, again.jid(), "have at thee");
                        assertThat(
                                        friar.inbox()
                                                .holds(
                                                        Eventing.tells(
                                                                tybalts,
                                                                Eventing.MOOD,
                                                                "current",
                                                                "furious")))
                                .isFalse();
                    }
                }
            }
        }

        private void becomeContacts(Session here, Session there) {
            String mine = Session.bareOf(here.jid());
            String theirs = Session.bareOf(there.jid());
            here.send("<presence type='subscribe' to='" + theirs + "'/>");
            presence(there, mine, "subscribe");
            there.send("<presence type='subscribed' to='" + mine + "'/>");
            presence(here, there.jid(), "");
            there.send("<presence type='subscribe' to='" + mine + "'/>");
            presence(here, theirs, "subscribe");
            here.send("<presence type='subscribed' to='" + theirs + "'/>");
            presence(there, here.jid(), "");
        }

        private void told(Session session, String owner, String node, String id, String text) {
            need(session, node + " of " + owner, Eventing.tells(owner, node, id, text));
        }

        private static String nick(String nick) {
            return "<nick xmlns='" + Eventing.NICK + "'>" + nick + "</nick>";
        }

        private static String mood(String mood) {
            return "<mood xmlns='" + Eventing.MOOD + "'><" + mood + "/></mood>";
        }

        private static String avatar(String id) {
            return "<metadata xmlns='"
                    + Eventing.AVATAR
                    + "'><info id='"
                    + id
                    + "' type='image/png' bytes='70'/></metadata>";
        }

        /** The apothecary has not been there before: who was may not have been missed yet. */
        @Test
        void what_is_said_to_somebody_away_waits_on_the_other_side() {
            try (Session juliet = available("juliet")) {
                says(juliet, "apothecary@" + THERE, "on your return");
                juliet.ask("get", THERE, "<ping xmlns='urn:xmpp:ping'/>");
                try (Session apothecary = available("apothecary")) {
                    hears(apothecary, juliet.jid(), "on your return");
                }
            }
        }
    }

    @Nested
    class StoaByDialback extends Together {
        StoaByDialback() {
            super(Kind.STOA, Proof.DIALBACK);
        }
    }

    @Nested
    class StoaByCertificate extends Together {
        StoaByCertificate() {
            super(Kind.STOA, Proof.CERTIFICATES);
        }
    }

    @Nested
    class ProsodyByDialback extends Together {
        ProsodyByDialback() {
            super(Kind.PROSODY, Proof.DIALBACK);
        }
    }

    @Nested
    class ProsodyByCertificate extends Together {
        ProsodyByCertificate() {
            super(Kind.PROSODY, Proof.CERTIFICATES);
        }
    }

    @Nested
    class EjabberdByDialback extends Together {
        EjabberdByDialback() {
            super(Kind.EJABBERD, Proof.DIALBACK);
        }
    }

    @Nested
    class EjabberdByCertificate extends Together {
        EjabberdByCertificate() {
            super(Kind.EJABBERD, Proof.CERTIFICATES);
        }
    }
}
