package stoa.store.push;

import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Notifications that an account has enabled, XEP-0357 section 5.
 *
 * @param service the push service
 * @param node its node, or empty when the client named none
 * @param options the data form that goes along with each publish request, as {@link StoredXml}, or
 *     empty
 * @param resource of the client that has enabled them
 */
public record PushRegistration(
        BareJid account,
        Jid service,
        String node,
        Bytes options,
        String resource,
        long enabledAtMs) {
    /** Whether it is the same combination of account, service and node. */
    public boolean isAt(Jid otherService, String otherNode) {
        return service.equals(otherService) && node.equals(otherNode);
    }
}
