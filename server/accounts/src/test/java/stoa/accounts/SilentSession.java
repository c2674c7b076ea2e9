package stoa.accounts;

import stoa.core.session.Session;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.EncodedStanza;

/** A session that is not to be sent anything. */
interface SilentSession extends Session {
    @Override
    default void send(Stanza stanza) {
        throw new AssertionError();
    }

    @Override
    default void send(EncodedStanza stanza, Jid to) {
        throw new AssertionError();
    }

    @Override
    default void send(EncodedStanza message, Jid to, long archiveId) {
        throw new AssertionError();
    }

    @Override
    default void end(String streamErrorCondition, String text) {
        throw new AssertionError();
    }
}
