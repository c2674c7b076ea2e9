package stoa.accounts.alias;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.accounts.Delay;
import stoa.accounts.StoredStanzas;
import stoa.core.entity.Decision;
import stoa.core.session.Receipt;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasThread;
import stoa.store.archive.ArchiveRow;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * Who becomes a member is told what was said last in the open conversations, as it was said then
 * (XEP-0203), and has it in the own history from now on.
 */
final class Recalling {
    /** Lines of each conversation. */
    static final int LINES = 20;

    /** Conversations, those in which something was said last. */
    static final int THREADS = 50;

    private final Surrounding around;

    Recalling(Surrounding around) {
        this.around = around;
    }

    Decision<AliasEvent, AliasEffect> recall(AliasState state, AliasCommand.Recall recall) {
        Alias alias = state.alias();
        AliasThread thread = state.threads().get(recall.person());
        if (alias == null || thread == null || !alias.members().contains(recall.member())) {
            return Decision.nothing();
        }
        Draft draft = new Draft(around, alias, state.threads());
        BareJid from = AliasNames.address(thread);
        for (ArchiveRow row : recall.rows()) {
            Message said = StoredStanzas.message(row.stanza());
            List<Element> payloads = said == null ? null : payloads(said, alias);
            if (said != null && payloads != null) {
                payloads.add(Delay.of(alias.address().domain(), row.epochMillis()));
                Message told =
                        new Message(
                                from,
                                recall.member(),
                                said.type(),
                                said.id(),
                                said.lang(),
                                payloads);
                draft.tell(recall.member(), told, true, Receipt.NONE);
            }
        }
        return draft.decided();
    }

    /** As the members had it; null for what is no line. */
    private @Nullable List<Element> payloads(Message said, Alias alias) {
        String body = said.body();
        Element by = said.payload("on-behalf-of", AliasNames.NAMESPACE);
        String name = by == null ? null : by.attribute("name");
        if (body == null || (by != null && PlainCommand.of(body, alias, around.book()) != null)) {
            return null;
        }
        List<Element> payloads = Passing.withoutRequest(said.payloads());
        return new ArrayList<>(name == null ? payloads : Signature.on(payloads, name));
    }
}
