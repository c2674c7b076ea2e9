package stoa.pubsub.service;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.store.StoredXml;
import stoa.store.pubsub.PubsubStore;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.Page;
import stoa.xmpp.xml.Element;

/** Speaks what a service has decided: answers, and hands the rest to {@link PubsubOutput}. */
final class PubsubSpeaker {
    private final PubsubStore store;
    private final PubsubOutput output;

    PubsubSpeaker(PubsubStore store, PubsubOutput output) {
        this.store = store;
        this.output = output;
    }

    void perform(Jid service, PubsubEffect effect) {
        switch (effect) {
            case PubsubEffect.Answer(var asked, var answer) -> asked.complete(answer);
            case PubsubEffect.Fetch fetch -> fetch(service, fetch);
            case PubsubEffect.Publish(var node, var item) -> output.published(node, item);
            case PubsubEffect.Show(var node, var last, var event) ->
                    output.changed(node, last, event);
            case PubsubEffect.Hide(var node, var event) -> output.deleted(node, event);
            case PubsubEffect.Tell(var node, var event) -> output.tell(node, event);
            case PubsubEffect.SendLast(var node, var to, var last) ->
                    output.sendLast(node, to, last);
            case PubsubEffect.Relay relay -> output.relay(relay);
            case PubsubEffect.TellSubscriber(var to, var event) ->
                    output.tellOne(service, to, event);
            case PubsubEffect.Complete<?> answer -> answer.perform();
            case PubsubEffect.Say(var message) -> output.say(message);
            case PubsubEffect.HideAll h -> output.gone(service);
        }
    }

    private void fetch(Jid service, PubsubEffect.Fetch fetch) {
        if (fetch.ids().isEmpty()) {
            fetch.asked().complete(fetch.request().result(answer(fetch, List.of())));
            return;
        }
        store.items(service, fetch.node(), fetch.ids())
                .whenComplete(
                        (items, failure) -> {
                            if (failure == null) {
                                fetch.asked()
                                        .complete(fetch.request().result(answer(fetch, items)));
                            } else {
                                fetch.asked().completeExceptionally(failure);
                            }
                        });
    }

    private static Element answer(PubsubEffect.Fetch fetch, List<StoredItem> found) {
        Element.Builder items = Elements.of("items", fetch.node());
        for (StoredItem item : found) {
            items.child(
                    Elements.of("item", null)
                            .attribute("id", item.id())
                            .childIf(payload(item))
                            .build());
        }
        Element pubsub = Elements.pubsub(items.build());
        Page page = fetch.page();
        return page == null ? pubsub : pubsub.with(page.toElement());
    }

    private static @Nullable Element payload(StoredItem item) {
        return item.payload().length() == 0 ? null : StoredXml.read(item.payload());
    }
}
