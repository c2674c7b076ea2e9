package stoa.conformance.moving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stoa.conformance.server.Account;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Endpoint;
import stoa.conformance.wire.Inbox;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Transport;

/** What Juliet has on one server, by way of any client, and looks for on the next. */
final class Belongings {
    static final String DOMAIN = "verona.example";
    static final Account JULIET = Account.of("juliet@" + DOMAIN);
    static final Account ROMEO = Account.of("romeo@" + DOMAIN);
    static final Account TYBALT = Account.of("tybalt@" + DOMAIN);
    static final List<Account> PEOPLE = List.of(JULIET, ROMEO, TYBALT);
    private static final String MAM = "urn:xmpp:mam:2";
    private static final String NICK = "http://jabber.org/protocol/nick";
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private Belongings() {}

    /** With the one mechanism that every one of the servers has keys for. */
    static Session signIn(Endpoint server, Account who, String resource) {
        return Session.signIn(
                server, who.jid(), who.password(), resource, Transport.STARTTLS, "SCRAM-SHA-1");
    }

    private static void done(Element answer) {
        assertThat(answer.attribute("type")).as("%s", answer).isEqualTo("result");
    }

    private static Element presence(Session who, String type, String from) {
        return who.inbox()
                .need(
                        type + " from " + from,
                        one ->
                                one.name().equals("presence")
                                        && type.equals(one.attribute("type"))
                                        && String.valueOf(one.attribute("from")).startsWith(from),
                        Connection.PATIENCE);
    }

    private static void message(Session who, String body) {
        who.inbox()
                .need(
                        body,
                        one -> one.child("body").map(Element::text).orElse("").equals(body),
                        Connection.PATIENCE);
    }

    /**
     * Romeo is a friend, Tybalt asks to be one; there are a card, notes, bookmarks, some talk and
     * something said while Juliet is away.
     *
     * @param eventing whether the server has PEP
     */
    static void furnish(Endpoint server, boolean eventing) {
        try (var romeo = signIn(server, ROMEO, "phone");
                var tybalt = signIn(server, TYBALT, "sword")) {
            romeo.becomeAvailable();
            tybalt.becomeAvailable();
            try (var juliet = signIn(server, JULIET, "balcony")) {
                juliet.becomeAvailable();
                befriend(juliet, romeo);
                keep(juliet);
                if (eventing) {
                    done(
                            juliet.ask(
                                    "set",
                                    "",
                                    "<pubsub xmlns='%1$s'><publish node='%2$s'><item id='current'>"
                                                    .formatted(PUBSUB, NICK)
                                            + "<nick xmlns='%s'>Jule</nick></item></publish></pubsub>"
                                                    .formatted(NICK)));
                }
                tybalt.send("<presence type='subscribe' to='" + JULIET.jid() + "'/>");
                presence(juliet, "subscribe", TYBALT.jid());
                juliet.send(chat(romeo.jid(), "one"));
                message(romeo, "one");
                romeo.send(chat(juliet.jid(), "two"));
                message(juliet, "two");
                juliet.connection().closeStream();
            }
            presence(romeo, "unavailable", JULIET.jid());
            romeo.send(chat(JULIET.jid(), "late"));
            done(romeo.ask("get", "", "<query xmlns='jabber:iq:roster'/>"));
        }
    }

    private static String chat(String to, String body) {
        return "<message type='chat' id='%2$s' to='%1$s'><body>%2$s</body></message>"
                .formatted(to, body);
    }

    private static void befriend(Session juliet, Session romeo) {
        done(
                juliet.ask(
                        "set",
                        "",
                        "<query xmlns='jabber:iq:roster'><item jid='"
                                + ROMEO.jid()
                                + "' name='My Romeo'><group>Friends</group></item></query>"));
        juliet.send("<presence type='subscribe' to='" + ROMEO.jid() + "'/>");
        presence(romeo, "subscribe", JULIET.jid());
        romeo.send("<presence type='subscribed' to='" + JULIET.jid() + "'/>");
        presence(juliet, "subscribed", ROMEO.jid());
        romeo.send("<presence type='subscribe' to='" + JULIET.jid() + "'/>");
        presence(juliet, "subscribe", ROMEO.jid());
        juliet.send("<presence type='subscribed' to='" + ROMEO.jid() + "'/>");
        presence(romeo, "subscribed", JULIET.jid());
    }

    private static void keep(Session juliet) {
        done(juliet.ask("set", "", "<vCard xmlns='vcard-temp'><FN>Juliet Capulet</FN></vCard>"));
        done(
                juliet.ask(
                        "set",
                        "",
                        "<query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'>"
                                + "<defaultnick>Jule</defaultnick></exodus></query>"));
        done(
                juliet.ask(
                        "set",
                        "",
                        "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'>"
                                + "<conference jid='orchard@rooms.verona.example' name='Orchard'"
                                + " autojoin='true'><nick>J</nick></conference></storage></query>"));
        done(
                juliet.ask(
                        "set",
                        "",
                        "<block xmlns='urn:xmpp:blocking'><item jid='paris@elsewhere.example'/>"
                                + "</block>"));
    }

    /** The parts that not every way of moving carries. */
    enum Part {
        EVENTING,
        HISTORY,
        OFFLINE,
        BLOCKED
    }

    /** Juliet signs in with the old password and finds what was carried. */
    static void areFound(Endpoint server, List<Part> carried) {
        try (var juliet = signIn(server, JULIET, "balcony")) {
            String roster = juliet.ask("get", "", "<query xmlns='jabber:iq:roster'/>").toString();
            assertThat(roster).contains(ROMEO.jid(), "My Romeo", "Friends", "both");
            assertThat(juliet.ask("get", "", "<vCard xmlns='vcard-temp'/>").toString())
                    .contains("Juliet Capulet");
            assertThat(kept(juliet, "<exodus xmlns='exodus:prefs'/>")).contains("Jule");
            assertThat(kept(juliet, "<storage xmlns='storage:bookmarks'/>"))
                    .contains("orchard@rooms.verona.example", "Orchard");
            if (carried.contains(Part.EVENTING)) {
                assertThat(
                                juliet.ask(
                                                "get",
                                                "",
                                                "<pubsub xmlns='%s'><items node='%s'/></pubsub>"
                                                        .formatted(PUBSUB, NICK))
                                        .toString())
                        .contains("Jule");
            }
            if (carried.contains(Part.BLOCKED)) {
                assertThat(
                                juliet.ask("get", "", "<blocklist xmlns='urn:xmpp:blocking'/>")
                                        .toString())
                        .contains("paris@elsewhere.example");
            }
            if (carried.contains(Part.HISTORY)) {
                assertThat(history(juliet)).containsExactly("one", "two", "late");
            }
        }
        try (var juliet = signIn(server, JULIET, "garden")) {
            juliet.becomeAvailable();
            presence(juliet, "subscribe", TYBALT.jid());
            if (carried.contains(Part.OFFLINE)) {
                message(juliet, "late");
            }
        }
        try (var romeo = signIn(server, ROMEO, "phone")) {
            assertThat(romeo.ask("get", "", "<query xmlns='jabber:iq:roster'/>").toString())
                    .contains(JULIET.jid(), "both");
        }
    }

    private static String kept(Session juliet, String element) {
        return juliet.ask("get", "", "<query xmlns='jabber:iq:private'>" + element + "</query>")
                .toString();
    }

    /** The bodies of her archive, oldest first; they fit into one page. */
    static List<String> history(Session juliet) {
        done(juliet.ask("set", "", "<query xmlns='" + MAM + "'/>"));
        List<String> bodies = new ArrayList<>();
        Optional<Inbox.Numbered> next = result(juliet);
        while (next.isPresent()) {
            bodies.add(
                    next.get()
                            .element()
                            .child("result", MAM)
                            .flatMap(result -> result.child("forwarded"))
                            .flatMap(forwarded -> forwarded.child("message"))
                            .flatMap(message -> message.child("body"))
                            .map(Element::text)
                            .orElse(""));
            next = result(juliet);
        }
        return bodies;
    }

    /** What has come before the answer that was waited for. */
    private static Optional<Inbox.Numbered> result(Session juliet) {
        return juliet.inbox().take(one -> one.child("result", MAM).isPresent(), 0, Duration.ZERO);
    }
}
