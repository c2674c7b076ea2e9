package stoa.pubsub.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/** A decision while it is made: events, and effects after the answer if somebody waits for one. */
final class Draft {
    private final PubsubCommand.@Nullable Asked asked;
    private final List<PubsubEvent> events = new ArrayList<>();
    private final List<PubsubEffect> effects = new ArrayList<>();

    Draft(PubsubCommand.Asked asked) {
        this.asked = asked;
    }

    /** On something that nobody waits for an answer to. */
    Draft() {
        asked = null;
    }

    /** Whose request it is. */
    Asker asker() {
        return asked().asker();
    }

    private PubsubCommand.Asked asked() {
        return Objects.requireNonNull(asked);
    }

    Draft record(PubsubEvent event) {
        events.add(event);
        return this;
    }

    Draft say(PubsubEffect effect) {
        effects.add(effect);
        return this;
    }

    /** Answered with the result, before what was said. */
    Decision<PubsubEvent, PubsubEffect> result(Element... payloads) {
        return answered(asked().iq().result(payloads));
    }

    private Decision<PubsubEvent, PubsubEffect> answered(Iq answer) {
        List<PubsubEffect> all = new ArrayList<>(effects.size() + 1);
        all.add(new PubsubEffect.Answer(asked().answer(), answer));
        all.addAll(effects);
        return Decision.<PubsubEvent, PubsubEffect>record(events).then(all);
    }

    /** Without an answer. */
    Decision<PubsubEvent, PubsubEffect> done() {
        return Decision.<PubsubEvent, PubsubEffect>record(events).then(effects);
    }

    static Decision<PubsubEvent, PubsubEffect> refuse(
            PubsubCommand.Asked asked, StanzaError error) {
        return Decision.speak(
                List.of(new PubsubEffect.Answer(asked.answer(), asked.iq().refuse(error))));
    }

    static Decision<PubsubEvent, PubsubEffect> answer(
            PubsubCommand.Asked asked, Element... payloads) {
        return Decision.speak(
                List.of(new PubsubEffect.Answer(asked.answer(), asked.iq().result(payloads))));
    }
}
