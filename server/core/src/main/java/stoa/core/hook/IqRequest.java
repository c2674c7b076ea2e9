package stoa.core.hook;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * An IQ request to the server or to an account.
 *
 * @param iq with {@code from} the asker's real address and {@code to} set, also where the owner
 *     left it out
 * @param session the asker's session, or null when the asker is no client of this server
 */
public record IqRequest(Iq iq, @Nullable Session session) {
    public Jid from() {
        return Objects.requireNonNull(iq.from());
    }

    public Jid to() {
        return Objects.requireNonNull(iq.to());
    }

    /** The one payload (RFC 6120 section 8.2.3). */
    public Element payload() {
        return Objects.requireNonNull(iq.payload());
    }

    public boolean isSet() {
        return iq.type() == Iq.Type.SET;
    }

    /** Whether the account asked is the asker's own. */
    public boolean byOwner() {
        return to() instanceof BareJid account && account.equals(from().bare());
    }

    /** Whether an application asks that may not do all that the owner may (XEP-0493). */
    public boolean byApplication() {
        return session != null && session.isApplication();
    }

    /** The account asked; only for {@link Target#ACCOUNT}. */
    public BareJid account() {
        return (BareJid) to();
    }

    /** The served domain of whom is asked. */
    public DomainJid domain() {
        return to() instanceof DomainJid domain ? domain : DomainJid.of(to().domain());
    }

    public Iq result(Element... payloads) {
        return iq.result(payloads);
    }

    public Iq refuse(StanzaError error) {
        return iq.refuse(error);
    }

    public Iq refuse(StanzaError.Condition condition) {
        return iq.refuse(condition.error());
    }
}
