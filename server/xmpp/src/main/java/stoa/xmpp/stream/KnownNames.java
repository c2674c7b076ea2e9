package stoa.xmpp.stream;

import java.nio.charset.StandardCharsets;

/**
 * The names and namespaces that most stanzas use, one string for each. The table is filled once and
 * never grows: what is not in it becomes a string of its own that lives as long as its stanza, so
 * no stream can make another one, or the server, remember its names.
 */
final class KnownNames {
    private static final String NAMES =
            """
            message presence iq stream features error body subject thread show status priority
            to from id type lang version xmlns xml xmlns stream text
            bind resource jid session query item items group name subscription ask ver approved
            auth challenge response success failure abort mechanism mechanisms starttls proceed
            required optional authenticate continue inline upgrade authorization-identifier
            additional-data user-agent software device token expiry fast request-token invalidate
            enable enabled resume resumed failed r a sm h previd max location
            csi active inactive c hash node feature identity category x field value title
            instructions option label var desc reported form
            active composing paused inactive gone received sent forwarded delay stamp private
            request displayed markable acknowledged markers origin-id stanza-id by occupant-id
            store no-store no-copy no-permanent-store replace reactions reaction reply fallback
            reference retract retracted apply-to attach-to moderate moderated reason
            fin result set first last count index before after start end with complete stable
            flip-page prefs always never default metadata queryid before-id after-id ids
            actor invite decline destroy password history maxchars maxstanzas seconds since
            affiliation role nick code admin owner user continue
            pubsub event publish retract subscribe unsubscribe subscriptions affiliations create
            configure delete purge items item options publish-options collection subid data
            info photo hash bytes height width url vCard FN N FAMILY GIVEN PHOTO BINVAL TYPE
            ping time tzo utc os block unblock blocklist list slot get put header
            size content-type conference autojoin storage nick mood tune encrypted key iv payload
            rid sid keytransport prekey device devicelist bundle
            open close see-other-uri html span p br strong em a href style img src alt
            jingle content description transport candidate payload-type parameter rtcp-fb
            fingerprint ssrc source foundation component protocol ip port generation network pwd
            ufrag setup media creator senders action initiator responder propose proceed reject
            bad-request conflict feature-not-implemented forbidden gone internal-server-error
            item-not-found jid-malformed not-acceptable not-allowed not-authorized
            policy-violation recipient-unavailable redirect registration-required
            remote-server-not-found remote-server-timeout resource-constraint
            service-unavailable subscription-required undefined-condition unexpected-request
            aborted account-disabled credentials-expired encryption-required incorrect-encoding
            invalid-authzid invalid-mechanism malformed-request mechanism-too-weak
            temporary-auth-failure
            """;

    private static final String NAMESPACES =
            """
            jabber:client jabber:server jabber:component:accept
            http://etherx.jabber.org/streams http://www.w3.org/XML/1998/namespace
            urn:ietf:params:xml:ns:xmpp-streams urn:ietf:params:xml:ns:xmpp-stanzas
            urn:ietf:params:xml:ns:xmpp-tls urn:ietf:params:xml:ns:xmpp-sasl
            urn:ietf:params:xml:ns:xmpp-bind urn:ietf:params:xml:ns:xmpp-session
            urn:ietf:params:xml:ns:xmpp-framing urn:xmpp:sasl:2 urn:xmpp:bind:0 urn:xmpp:fast:0
            urn:xmpp:sm:3 urn:xmpp:csi:0 urn:xmpp:carbons:2 urn:xmpp:forward:0 urn:xmpp:delay
            urn:xmpp:sid:0 urn:xmpp:receipts urn:xmpp:chat-markers:0 urn:xmpp:hints
            http://jabber.org/protocol/chatstates urn:xmpp:message-correct:0 urn:xmpp:reply:0
            urn:xmpp:reactions:0 urn:xmpp:fallback:0 urn:xmpp:reference:0
            urn:xmpp:message-retract:1 urn:xmpp:message-moderate:1 urn:xmpp:occupant-id:0
            urn:xmpp:mam:2 urn:xmpp:ping urn:xmpp:time urn:xmpp:blocking jabber:iq:roster
            jabber:iq:private jabber:iq:version jabber:iq:register jabber:iq:last jabber:x:data
            jabber:x:oob jabber:x:conference jabber:x:encrypted vcard-temp vcard-temp:x:update
            http://jabber.org/protocol/disco#info http://jabber.org/protocol/disco#items
            http://jabber.org/protocol/caps http://jabber.org/protocol/rsm
            http://jabber.org/protocol/muc http://jabber.org/protocol/muc#user
            http://jabber.org/protocol/muc#admin http://jabber.org/protocol/muc#owner
            http://jabber.org/protocol/pubsub http://jabber.org/protocol/pubsub#event
            http://jabber.org/protocol/pubsub#owner http://jabber.org/protocol/nick
            http://jabber.org/protocol/commands http://jabber.org/protocol/xhtml-im
            http://www.w3.org/1999/xhtml storage:bookmarks urn:xmpp:bookmarks:1
            urn:xmpp:avatar:data urn:xmpp:avatar:metadata urn:xmpp:http:upload:0 urn:xmpp:eme:0
            urn:xmpp:jingle:1 urn:xmpp:jingle-message:0 urn:xmpp:jingle:apps:rtp:1
            urn:xmpp:jingle:transports:ice-udp:1 urn:xmpp:jingle:apps:dtls:0
            eu.siacs.conversations.axolotl urn:xmpp:omemo:2
            """;

    private static final int SIZE = 2048;
    private static final int MASK = SIZE - 1;
    private static final String[] TABLE = new String[SIZE];

    static {
        for (String name : (NAMES + NAMESPACES).split("\\s+", -1)) {
            if (!name.isEmpty()) {
                add(name);
            }
        }
    }

    private KnownNames() {}

    private static void add(String name) {
        int i = slot(name.hashCode());
        while (TABLE[i] != null) {
            if (TABLE[i].equals(name)) {
                return;
            }
            i = i + 1 & MASK;
        }
        TABLE[i] = name.intern();
    }

    private static int slot(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed >>> 21;
    }

    /** The name that stands in these ASCII bytes; the hash is {@link String#hashCode} of it. */
    static String get(byte[] b, int from, int to, int hash) {
        int i = slot(hash);
        String known = TABLE[i];
        while (known != null) {
            if (isAt(known, b, from, to)) {
                return known;
            }
            i = i + 1 & MASK;
            known = TABLE[i];
        }
        return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The one string for a known namespace, else the string itself. */
    static String canonical(String name) {
        int i = slot(name.hashCode());
        String known = TABLE[i];
        while (known != null) {
            if (known.equals(name)) {
                return known;
            }
            i = i + 1 & MASK;
            known = TABLE[i];
        }
        return name;
    }

    private static boolean isAt(String name, byte[] b, int from, int to) {
        int n = to - from;
        if (name.length() != n) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (name.charAt(i) != b[from + i]) {
                return false;
            }
        }
        return true;
    }
}
