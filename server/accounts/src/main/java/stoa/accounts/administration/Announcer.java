package stoa.accounts.administration;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.Router;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/**
 * Says something in a domain's name. It goes by way of the accounts, like a message of any service:
 * it is in everybody's history, and who has blocked the domain does not get it.
 */
final class Announcer {
    private final Router router;
    private final ResourceRegistry registry;

    Announcer(Router router, ResourceRegistry registry) {
        this.router = router;
        this.registry = registry;
    }

    /** Tells one account, or one of its resources. */
    void tell(String domain, Jid to, String text) {
        router.route(
                Message.of(
                                Message.Type.NORMAL,
                                DomainJid.of(domain),
                                to,
                                Element.text("body", Stanza.CLIENT, text))
                        .withId(UUID.randomUUID().toString()));
    }

    /** Tells everybody of a domain who is available; those who were told. */
    List<BareJid> tellEverybody(String domain, String text) {
        List<BareJid> told = new ArrayList<>();
        for (ConnectedAccount account : registry.online(domain)) {
            if (account.isAvailable()) {
                tell(domain, account.address(), text);
                told.add(account.address());
            }
        }
        return told;
    }
}
