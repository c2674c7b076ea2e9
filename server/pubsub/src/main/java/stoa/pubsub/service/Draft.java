package stoa.pubsub.service;

import java.util.ArrayList;
import java.util.List;
import stoa.core.entity.Decision;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/** A decision on a request while it is made: events, and effects after the answer. */
final class Draft {
    private final PubsubCommand.Asked asked;
    private final List<PubsubEvent> events = new ArrayList<>();
    private final List<PubsubEffect> effects = new ArrayList<>();

    Draft(PubsubCommand.Asked asked) {
        this.asked = asked;
    }

    Asker asker() {
        return asked.asker();
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
        return answered(asked.iq().result(payloads));
    }

    private Decision<PubsubEvent, PubsubEffect> answered(Iq answer) {
        List<PubsubEffect> all = new ArrayList<>(effects.size() + 1);
        all.add(new PubsubEffect.Answer(asked.answer(), answer));
        all.addAll(effects);
        return Decision.<PubsubEvent, PubsubEffect>record(events).then(all);
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
