package stoa.accounts.alias;

import org.jspecify.annotations.Nullable;
import stoa.accounts.people.AliasBook;
import stoa.accounts.people.AliasContact;
import stoa.accounts.people.AliasThreads;
import stoa.core.route.Service;
import stoa.core.session.Receipt;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasHours;
import stoa.store.alias.AliasThread;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Takes what is addressed to a domain's aliases, to their conversations and to the service that has
 * these. Only people of the domain are heard: to everybody else nobody is there. Presence is never
 * answered, so a probe or a subscription learns nothing and nobody's status is shown.
 */
public final class AliasService implements Service {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String PING = "urn:xmpp:ping";

    private final DomainJid address;
    private final String domain;
    private final Aliases aliases;

    AliasService(DomainJid address, String domain, Aliases aliases) {
        this.address = address;
        this.domain = domain;
        this.aliases = aliases;
    }

    @Override
    public DomainJid address() {
        return address;
    }

    @Override
    public void receive(Stanza stanza, Receipt receipt) {
        Jid from = stanza.from();
        Jid to = stanza.to();
        if (from == null || to == null) {
            throw new IllegalArgumentException("a routed stanza has both addresses");
        }
        if (!(from.bare() instanceof BareJid person)
                || !person.domain().equals(domain)
                || !aliases.directory().exists(person)) {
            refuse(stanza, receipt);
            return;
        }
        switch (stanza) {
            case Presence presence -> receipt.release();
            case Message message -> message(message, person, to.bare(), receipt);
            case Iq iq -> iq(iq, person, to, receipt);
        }
    }

    private void message(Message message, BareJid from, Jid to, Receipt receipt) {
        BareJid person = AliasThreads.person(to);
        BareJid of = AliasThreads.alias(to);
        if (!(message.from() instanceof FullJid)) {
            receipt.release(); // no client has sent it
        } else if (person != null && of != null) {
            aliases.tell(of, new AliasCommand.Reply(from, person, message, receipt), receipt);
        } else if (to instanceof BareJid alias && alias.domain().equals(domain)) {
            aliases.tell(alias, new AliasCommand.Ask(from, message, receipt), receipt);
        } else {
            refuse(message, receipt);
        }
    }

    private void iq(Iq iq, BareJid from, Jid to, Receipt receipt) {
        Element payload = iq.isRequest() ? iq.payload() : null;
        if (payload == null || to.resource() != null) {
            refuse(iq, receipt);
            return;
        }
        BareJid person = AliasThreads.person(to);
        BareJid of = AliasThreads.alias(to);
        if (person != null && of != null && payload.namespace().equals(AliasNames.NAMESPACE)) {
            aliases.tell(of, new AliasCommand.Request(from, person, iq, receipt), receipt);
            return;
        }
        Iq answer = iq.type() == Iq.Type.GET ? answer(iq, from, to, payload) : null;
        if (answer == null) {
            refuse(iq, receipt);
        } else {
            aliases.accounts().router().route(answer);
            receipt.release();
        }
    }

    private @Nullable Iq answer(Iq iq, BareJid from, Jid to, Element payload) {
        boolean service = to instanceof DomainJid;
        AliasContact contact = service ? null : aliases.book().contactOf(from, to);
        if (!service && contact == null) {
            return null;
        }
        if (payload.is("query", INFO) || payload.is("query", ITEMS)) {
            if (payload.attribute("node") != null) {
                return iq.refuse(Condition.ITEM_NOT_FOUND.error());
            }
            return iq.result(payload.namespace().equals(INFO) ? info(contact) : items(service));
        }
        if (payload.is("ping", PING)) {
            return iq.result();
        }
        return service && payload.is("aliases", AliasNames.NAMESPACE) ? iq.result(all(from)) : null;
    }

    /** What it is: a contact among others that answers as an account does, and an alias. */
    private static Element info(@Nullable AliasContact contact) {
        Element identity =
                Element.of("identity", INFO)
                        .attribute("category", contact == null ? "component" : "account")
                        .attribute("type", contact == null ? "generic" : "registered")
                        .attribute("name", contact == null ? AliasBook.GROUP : contact.name())
                        .build();
        return Element.of("query", INFO)
                .child(identity)
                .child(feature(INFO))
                .child(feature(ITEMS))
                .child(feature(PING))
                .child(feature(AliasNames.NAMESPACE))
                .build();
    }

    private static Element feature(String namespace) {
        return Element.of("feature", INFO).attribute("var", namespace).build();
    }

    /** The aliases that take chat; conversations are in their members' rosters only. */
    private Element items(boolean service) {
        Element.Builder query = Element.of("query", ITEMS);
        if (service) {
            for (AliasBook.Entry entry : aliases.book().of(domain)) {
                if (entry.alias().live()) {
                    query.child(
                            Element.of("item", ITEMS)
                                    .attribute("jid", entry.alias().address().toString())
                                    .attribute("name", entry.alias().displayName())
                                    .build());
                }
            }
        }
        return query.build();
    }

    /** The aliases that take chat, and the conversations that this account answers in. */
    private Element all(BareJid account) {
        Element.Builder all = Element.of("aliases", AliasNames.NAMESPACE);
        for (AliasBook.Entry entry : aliases.book().of(domain)) {
            Alias alias = entry.alias();
            if (!alias.live()) {
                continue;
            }
            boolean member = alias.members().contains(account);
            all.child(alias(alias, member));
            if (member) {
                for (AliasThread thread : entry.threads().values()) {
                    if (!thread.person().equals(account)) {
                        all.child(AliasNames.thread(aliases.book(), alias, thread).build());
                    }
                }
            }
        }
        return all.build();
    }

    private static Element alias(Alias alias, boolean member) {
        Element.Builder element =
                Element.of("alias", AliasNames.NAMESPACE)
                        .attribute("jid", alias.address().toString())
                        .attribute("name", alias.displayName())
                        .attribute("member", member ? "true" : null);
        AliasHours hours = alias.hours();
        return (hours == null ? element : element.child(AliasNames.hours(hours))).build();
    }

    private void refuse(Stanza stanza, Receipt receipt) {
        for (AliasEffect effect : Refusals.answers(stanza, Refusals.NOBODY)) {
            if (effect instanceof AliasEffect.Route(var refusal)) {
                aliases.accounts().router().route(refusal);
            }
        }
        receipt.release();
    }
}
