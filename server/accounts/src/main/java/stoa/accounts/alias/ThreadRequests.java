package stoa.accounts.alias;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.session.Receipt;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasThread;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * What a member's client asks a conversation: how it stands, to take it, hand it over, close it.
 */
final class ThreadRequests {
    private final Surrounding around;
    private final Answering answering;
    private final Assigning assigning;

    ThreadRequests(Surrounding around, Answering answering, Assigning assigning) {
        this.around = around;
        this.answering = answering;
        this.assigning = assigning;
    }

    Decision<AliasEvent, AliasEffect> request(AliasState state, AliasCommand.Request request) {
        Iq iq = request.iq();
        Alias alias = state.alias();
        AliasThread thread = state.threads().get(request.person());
        Element payload = iq.payload();
        if (alias == null
                || thread == null
                || payload == null
                || !answering.mayAnswer(alias, request.member(), request.person())) {
            return Refusals.refuse(iq, Refusals.NOBODY);
        }
        Draft draft = new Draft(around, alias, state.threads());
        return switch (payload.name()) {
            case "thread" ->
                    iq.type() == Iq.Type.GET ? answer(iq, stands(draft, alias, thread)) : bad(iq);
            case "take" ->
                    isSet(iq)
                            ? done(
                                    assigning.take(
                                            draft, alias, thread, request.member(), Receipt.NONE),
                                    iq)
                            : bad(iq);
            case "hand-over" -> {
                BareJid to = Assigning.mayAnswer(draft, thread, address(payload.attribute("to")));
                yield to == null || !isSet(iq)
                        ? bad(iq)
                        : done(
                                assigning.hand(
                                        draft, alias, thread, request.member(), to, Receipt.NONE),
                                iq);
            }
            case "done" ->
                    isSet(iq)
                            ? done(
                                    assigning.done(draft, thread, request.member(), Receipt.NONE),
                                    iq)
                            : bad(iq);
            default -> Refusals.refuse(iq, Refusals.NOBODY);
        };
    }

    private Element stands(Draft draft, Alias alias, AliasThread thread) {
        Element.Builder stands = AliasNames.thread(around.book(), alias, thread);
        for (BareJid member : draft.members(thread.person())) {
            stands.child(
                    Element.of("member", AliasNames.NAMESPACE)
                            .attribute("jid", member.toString())
                            .attribute("name", around.book().nameOf(member))
                            .build());
        }
        return stands.build();
    }

    private static boolean isSet(Iq iq) {
        return iq.type() == Iq.Type.SET;
    }

    private static Decision<AliasEvent, AliasEffect> done(Draft draft, Iq iq) {
        return draft.say(new AliasEffect.Route(iq.result())).decided();
    }

    private static Decision<AliasEvent, AliasEffect> answer(Iq iq, Element payload) {
        return Decision.speak(List.of(new AliasEffect.Route(iq.result(payload))));
    }

    private static Decision<AliasEvent, AliasEffect> bad(Iq iq) {
        return Refusals.refuse(iq, Condition.BAD_REQUEST.error("That is no member who answers."));
    }

    private static @Nullable BareJid address(@Nullable String text) {
        try {
            return text != null && Jid.parse(text).bare() instanceof BareJid bare ? bare : null;
        } catch (InvalidJidException nobody) {
            return null;
        }
    }
}
