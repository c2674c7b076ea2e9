package stoa.conformance.federation;

import static stoa.conformance.federation.Federation.HERE;
import static stoa.conformance.federation.Federation.THERE;

import java.util.ArrayList;
import java.util.List;

/** All that can be asked of a server by IQ, with what a stranger of another domain is answered. */
public final class Questions {
    public static final String JULIET = "juliet@" + HERE;
    static final String NOBODY = "nobody@" + HERE;
    static final String ROOMS = "conference." + HERE;
    static final String ROOM = "square@" + ROOMS;
    static final String PUBSUB = "pubsub." + HERE;
    static final String UPLOAD = "upload." + HERE;
    static final String ROMEO = "romeo@" + THERE + "/cell";
    static final String TUNE = "http://jabber.org/protocol/tune";
    static final String SHARED = "sentences";

    static final String INFO = "http://jabber.org/protocol/disco#info";
    static final String ITEMS = "http://jabber.org/protocol/disco#items";
    static final String COMMANDS = "http://jabber.org/protocol/commands";
    static final String PUBSUB_NS = "http://jabber.org/protocol/pubsub";
    static final String MUC = "http://jabber.org/protocol/muc";

    private Questions() {}

    static String publish(String node, String payload) {
        return pubsub("<publish node='" + node + "'><item id='1'>" + payload + "</item></publish>");
    }

    static String pubsub(String inside) {
        return "<pubsub xmlns='" + PUBSUB_NS + "'>" + inside + "</pubsub>";
    }

    static String owners(String inside) {
        return "<pubsub xmlns='" + PUBSUB_NS + "#owner'>" + inside + "</pubsub>";
    }

    static String configure(String node, String access) {
        return owners(
                "<configure node='"
                        + node
                        + "'><x xmlns='jabber:x:data' type='submit'>"
                        + field("FORM_TYPE", PUBSUB_NS + "#node_config")
                        + field("pubsub#access_model", access)
                        + "</x></configure>");
    }

    static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }

    static String query(String namespace) {
        return "<query xmlns='" + namespace + "'/>";
    }

    /** XEP-0431. */
    private static String words(String text) {
        return "<query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'>"
                + field("FORM_TYPE", "urn:xmpp:mam:2")
                + field("{urn:xmpp:fulltext:0}fulltext", text)
                + "</x></query>";
    }

    static String ofNode(String namespace, String node) {
        return "<query xmlns='" + namespace + "' node='" + node + "'/>";
    }

    static String command(String node) {
        return "<command xmlns='" + COMMANDS + "' node='" + node + "'/>";
    }

    static String subscribe(String node) {
        // %s: who asks, without resource
        return pubsub("<subscribe node='" + node + "' jid='%s'/>");
    }

    /**
     * A question and its answer.
     *
     * @param expected {@code result}, or the condition of the error
     */
    public record Row(String to, String type, String payload, String expected) {}

    static Row get(String to, String payload, String expected) {
        return new Row(to, "get", payload, expected);
    }

    static Row set(String to, String payload, String expected) {
        return new Row(to, "set", payload, expected);
    }

    private static List<Row> ofAnAccount() {
        return List.of(
                // XEP-0030 section 8: whoever may not see her presence does not learn that she is.
                get(JULIET, query(INFO), "service-unavailable"),
                get(NOBODY, query(INFO), "service-unavailable"),
                get(JULIET, ofNode(INFO, TUNE), "service-unavailable"),
                get(JULIET, ofNode(INFO, COMMANDS), "service-unavailable"),
                get(JULIET, ofNode(INFO, "urn:example:open"), "result"),
                get(JULIET, ofNode(ITEMS, TUNE), "result"),
                get(JULIET, ofNode(ITEMS, COMMANDS), "result"),
                get(JULIET, ofNode(ITEMS, "urn:example:open"), "result"),
                get(NOBODY, query(ITEMS), "result"),
                get(NOBODY, ofNode(ITEMS, TUNE), "result"),
                get(JULIET + "/no-such", query(INFO), "service-unavailable"),
                // RFC 6121 section 2.3.3.
                set(
                        JULIET,
                        "<query xmlns='jabber:iq:roster'><item jid='romeo@"
                                + THERE
                                + "' subscription='remove'/></query>",
                        "forbidden"),
                get(JULIET, query("jabber:iq:roster"), "service-unavailable"),
                get(JULIET, "<blocklist xmlns='urn:xmpp:blocking'/>", "service-unavailable"),
                set(
                        JULIET,
                        "<block xmlns='urn:xmpp:blocking'><item jid='nurse@" + HERE + "'/></block>",
                        "service-unavailable"),
                set(JULIET, "<unblock xmlns='urn:xmpp:blocking'/>", "service-unavailable"),
                // XEP-0049 section 5, XEP-0054 section 3.3.
                get(
                        JULIET,
                        "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>",
                        "forbidden"),
                set(
                        JULIET,
                        "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>",
                        "forbidden"),
                get(JULIET, "<vCard xmlns='vcard-temp'/>", "result"),
                get(NOBODY, "<vCard xmlns='vcard-temp'/>", "service-unavailable"),
                set(JULIET, "<vCard xmlns='vcard-temp'><FN>Paris</FN></vCard>", "forbidden"),
                set(JULIET, "<query xmlns='urn:xmpp:mam:2'/>", "forbidden"),
                set(JULIET, words("secret"), "forbidden"),
                get(JULIET, "<query xmlns='urn:xmpp:mam:2'/>", "forbidden"),
                get(JULIET, "<metadata xmlns='urn:xmpp:mam:2'/>", "forbidden"),
                get(JULIET, "<prefs xmlns='urn:xmpp:mam:2'/>", "forbidden"),
                set(JULIET, "<prefs xmlns='urn:xmpp:mam:2' default='never'/>", "forbidden"),
                set(
                        JULIET,
                        "<enable xmlns='urn:xmpp:push:0' jid='push." + THERE + "' node='n'/>",
                        "forbidden"),
                set(
                        JULIET,
                        "<disable xmlns='urn:xmpp:push:0' jid='push." + THERE + "'/>",
                        "forbidden"),
                set(JULIET, "<enable xmlns='urn:xmpp:carbons:2'/>", "not-allowed"),
                set(JULIET, "<disable xmlns='urn:xmpp:carbons:2'/>", "not-allowed"),
                get(JULIET, "<list xmlns='urn:xmpp:cam:0'/>", "forbidden"),
                set(JULIET, "<revoke xmlns='urn:xmpp:cam:0' id='1'/>", "forbidden"),
                set(
                        JULIET,
                        "<launcher xmlns='urn:stoa:launcher:0' origin='https://intranet.example.org'/>",
                        "forbidden"),
                set(
                        JULIET,
                        "<allow xmlns='urn:stoa:oauth:0'>response_type=code</allow>",
                        "forbidden"),
                get(JULIET, query("jabber:iq:register"), "service-unavailable"),
                set(
                        JULIET,
                        "<query xmlns='jabber:iq:register'><remove/></query>",
                        "service-unavailable"),
                get(JULIET, query("jabber:iq:last"), "service-unavailable"),
                get(JULIET, query("jabber:iq:version"), "service-unavailable"),
                get(JULIET, "<time xmlns='urn:xmpp:time'/>", "service-unavailable"),
                get(JULIET, "<ping xmlns='urn:xmpp:ping'/>", "service-unavailable"),
                get(JULIET + "/no-such", "<ping xmlns='urn:xmpp:ping'/>", "service-unavailable"),
                set(
                        JULIET,
                        "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>",
                        "service-unavailable"),
                set(
                        JULIET,
                        "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>",
                        "service-unavailable"),
                set(JULIET, command("urn:xmpp:invite#invite"), "item-not-found"),
                set(JULIET, command("http://jabber.org/protocol/admin#add-user"), "forbidden"));
    }

    private static List<Row> ofHerNodes() {
        return List.of(
                // XEP-0060 sections 4.5, 6.1.3, 6.5.9, 7.1.3, 8.1.3, 8.2.3, 8.4.3, 8.5.3, 8.8, 8.9.
                set(JULIET, publish(TUNE, "<tune xmlns='" + TUNE + "'/>"), "forbidden"),
                set(
                        JULIET,
                        publish("urn:example:new", "<a xmlns='urn:example:new'/>"),
                        "forbidden"),
                set(JULIET, pubsub("<create node='urn:example:new'/>"), "forbidden"),
                set(
                        JULIET,
                        pubsub("<retract node='" + TUNE + "'><item id='1'/></retract>"),
                        "forbidden"),
                get(JULIET, pubsub("<items node='" + TUNE + "'/>"), "not-authorized"),
                get(JULIET, pubsub("<items node='urn:example:closed'/>"), "not-allowed"),
                get(JULIET, pubsub("<items node='urn:example:open'/>"), "result"),
                set(JULIET, subscribe(TUNE), "not-authorized"),
                set(JULIET, subscribe("urn:example:closed"), "not-allowed"),
                get(JULIET, pubsub("<subscriptions/>"), "result"),
                get(JULIET, pubsub("<affiliations/>"), "result"),
                get(JULIET, owners("<configure node='" + TUNE + "'/>"), "forbidden"),
                set(JULIET, configure(TUNE, "open"), "forbidden"),
                set(JULIET, owners("<delete node='" + TUNE + "'/>"), "forbidden"),
                set(JULIET, owners("<purge node='" + TUNE + "'/>"), "forbidden"),
                get(JULIET, owners("<subscriptions node='" + TUNE + "'/>"), "forbidden"),
                get(JULIET, owners("<affiliations node='" + TUNE + "'/>"), "forbidden"),
                set(
                        JULIET,
                        owners(
                                "<affiliations node='"
                                        + TUNE
                                        + "'><affiliation jid='%s' affiliation='owner'/></affiliations>"),
                        "forbidden"));
    }

    private static List<Row> ofTheDomain() {
        List<Row> rows =
                new ArrayList<>(
                        List.of(
                                get(HERE, query(INFO), "result"),
                                get(HERE, query(ITEMS), "result"),
                                get(HERE, ofNode(ITEMS, COMMANDS), "result"),
                                get(HERE, "<ping xmlns='urn:xmpp:ping'/>", "result"),
                                get(HERE, query("jabber:iq:version"), "result"),
                                get(HERE, query("jabber:iq:last"), "result"),
                                get(HERE, "<time xmlns='urn:xmpp:time'/>", "result"),
                                get(HERE, query("jabber:iq:register"), "service-unavailable"),
                                set(
                                        HERE,
                                        "<query xmlns='jabber:iq:register'><username>paris</username>"
                                                + "<password>x</password></query>",
                                        "service-unavailable"),
                                get(HERE, "<services xmlns='urn:xmpp:extdisco:2'/>", "forbidden"),
                                get(
                                        HERE,
                                        "<credentials xmlns='urn:xmpp:extdisco:2'><service"
                                                + " host='turn.verona.example' type='turn'/></credentials>",
                                        "forbidden"),
                                get(HERE, "<token xmlns='urn:stoa:api:0'/>", "forbidden"),
                                // XEP-0055: who is here is for those who are here.
                                get(HERE, query("jabber:iq:search"), "service-unavailable"),
                                set(
                                        HERE,
                                        "<query xmlns='jabber:iq:search'><nick>r</nick></query>",
                                        "service-unavailable"),
                                // and who is online as well
                                set(
                                        HERE,
                                        "<watch xmlns='urn:stoa:watch:0'/>",
                                        "service-unavailable"),
                                get(HERE, query("jabber:iq:roster"), "service-unavailable"),
                                set(HERE, query("jabber:iq:private"), "service-unavailable"),
                                set(HERE, "<vCard xmlns='vcard-temp'/>", "service-unavailable"),
                                set(
                                        HERE,
                                        "<block xmlns='urn:xmpp:blocking'><item jid='x@y.example'/></block>",
                                        "service-unavailable"),
                                set(HERE, query("urn:xmpp:mam:2"), "service-unavailable"),
                                set(
                                        HERE,
                                        "<enable xmlns='urn:xmpp:push:0' jid='push.x' node='n'/>",
                                        "service-unavailable"),
                                set(HERE, pubsub("<create node='n'/>"), "service-unavailable"),
                                set(
                                        HERE,
                                        "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>",
                                        "service-unavailable"),
                                set(HERE, command("urn:stoa:admin:0#reports"), "forbidden"),
                                set(HERE, command("urn:xmpp:invite#invite"), "forbidden"),
                                set(HERE, command("urn:xmpp:invite#create-account"), "forbidden")));
        for (String name :
                List.of(
                        "add-user",
                        "delete-user",
                        "change-user-password",
                        "disable-user",
                        "end-user-session",
                        "get-user-roster",
                        "get-registered-users-list",
                        "get-online-users-num",
                        "announce",
                        "set-motd",
                        "restart",
                        "shutdown")) {
            rows.add(set(HERE, command("http://jabber.org/protocol/admin#" + name), "forbidden"));
            rows.add(
                    get(
                            HERE,
                            ofNode(INFO, "http://jabber.org/protocol/admin#" + name),
                            "forbidden"));
        }
        return rows;
    }

    private static List<Row> ofARoom() {
        return List.of(
                get(ROOMS, query(INFO), "result"),
                get(ROOMS, query(ITEMS), "result"),
                get(ROOMS, "<search xmlns='urn:xmpp:channel-search:0:search'/>", "result"),
                get(ROOMS, "<ping xmlns='urn:xmpp:ping'/>", "result"),
                get(ROOM, query(INFO), "result"),
                get(ROOM, query(MUC + "#owner"), "forbidden"),
                set(ROOM, "<query xmlns='" + MUC + "#owner'><destroy/></query>", "forbidden"),
                get(
                        ROOM,
                        "<query xmlns='" + MUC + "#admin'><item affiliation='owner'/></query>",
                        "forbidden"),
                get(
                        ROOM,
                        "<query xmlns='" + MUC + "#admin'><item affiliation='outcast'/></query>",
                        "forbidden"),
                set(
                        ROOM,
                        "<query xmlns='"
                                + MUC
                                + "#admin'><item affiliation='owner' jid='%s'/></query>",
                        "forbidden"),
                set(
                        ROOM,
                        "<query xmlns='"
                                + MUC
                                + "#admin'><item role='none' nick='Juliet'/></query>",
                        "forbidden"),
                // XEP-0313 section 3.1.2: the members alone read what is said among them.
                set(ROOM, query("urn:xmpp:mam:2"), "forbidden"),
                set(ROOM, words("secret"), "forbidden"),
                // XEP-0513 section 3.6.
                get(ROOM, query("urn:xmpp:mentions:0"), "result"),
                set(
                        ROOM,
                        "<query xmlns='urn:xmpp:mentions:0'><x xmlns='jabber:x:data' type='submit'>"
                                + field("FORM_TYPE", "urn:xmpp:mentions:0")
                                + field("mentions#count", "0")
                                + "</x></query>",
                        "forbidden"),
                get(ROOM, "<metadata xmlns='urn:xmpp:mam:2'/>", "forbidden"),
                set(ROOM, "<vCard xmlns='vcard-temp'/>", "forbidden"),
                set(
                        ROOM,
                        "<moderate xmlns='urn:xmpp:message-moderate:1' id='1'>"
                                + "<retract xmlns='urn:xmpp:message-retract:1'/></moderate>",
                        "forbidden"),
                get(ROOM + "/Juliet", query("jabber:iq:version"), "not-acceptable"),
                get(ROOM + "/Juliet", "<ping xmlns='urn:xmpp:ping'/>", "not-acceptable"),
                set(ROOM, command("http://jabber.org/protocol/admin#add-user"), "item-not-found"));
    }

    private static List<Row> ofServices() {
        return List.of(
                get(UPLOAD, query(INFO), "result"),
                // XEP-0363 section 6.
                get(
                        UPLOAD,
                        "<request xmlns='urn:xmpp:http:upload:0' filename='a.png' size='10'/>",
                        "forbidden"),
                get(PUBSUB, query(INFO), "result"),
                get(PUBSUB, ofNode(INFO, SHARED), "item-not-found"),
                // XEP-0462: a filter shows nothing that is hidden.
                get(
                        PUBSUB,
                        "<query xmlns='"
                                + ITEMS
                                + "'><filter xmlns='urn:xmpp:pubsub-filter:0'>"
                                + "<x xmlns='jabber:x:data' type='submit'>"
                                + field("FORM_TYPE", "urn:xmpp:pubsub-filter:0")
                                + field("included-types", "urn:xmpp:spaces:0")
                                + "</x></filter></query>",
                        "result"),
                // XEP-0060 section 8.7.3: requests are for those who own nodes.
                get(PUBSUB, ofNode(ITEMS, COMMANDS), "result"),
                get(PUBSUB, ofNode(INFO, PUBSUB_NS + "#get-pending"), "forbidden"),
                set(PUBSUB, command(PUBSUB_NS + "#get-pending"), "forbidden"),
                set(PUBSUB, command("urn:example:other"), "item-not-found"),
                set(PUBSUB, pubsub("<create node='mine'/>"), "forbidden"),
                set(PUBSUB, publish("mine", "<a xmlns='urn:example:a'/>"), "item-not-found"),
                set(PUBSUB, publish(SHARED, "<a xmlns='urn:example:a'/>"), "forbidden"),
                get(PUBSUB, pubsub("<items node='" + SHARED + "'/>"), "not-allowed"),
                set(PUBSUB, subscribe(SHARED), "not-allowed"),
                get(PUBSUB, pubsub("<subscriptions/>"), "result"),
                get(PUBSUB, owners("<configure node='" + SHARED + "'/>"), "forbidden"),
                set(PUBSUB, owners("<delete node='" + SHARED + "'/>"), "forbidden"),
                set(PUBSUB, owners("<purge node='" + SHARED + "'/>"), "forbidden"),
                get(PUBSUB, owners("<affiliations node='" + SHARED + "'/>"), "forbidden"));
    }

    /** Of an account, its nodes, the domain, a room and the services. */
    public static List<Row> all() {
        List<Row> all = new ArrayList<>(ofAnAccount());
        all.addAll(ofHerNodes());
        all.addAll(ofTheDomain());
        all.addAll(ofARoom());
        all.addAll(ofServices());
        return all;
    }
}
