package stoa.pubsub.pep;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stoa.core.hook.Descriptor;
import stoa.core.hook.ElementKeeper;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.pubsub.bookmarks.Conferences;
import stoa.pubsub.service.Ask;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * XEP-0402: bookmarks are items, and clients that know only XEP-0048 see and change the same ones,
 * in private XML and as a node. What private XML has besides bookmarked rooms stays there.
 */
public final class PepBookmarks implements Feature {
    private final PersonalEventing eventing;

    public PepBookmarks(PersonalEventing eventing) {
        this.eventing = eventing;
    }

    /** Section 6: both ways of old are converted. */
    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(48, "1.2"), Xep.of(402, "1.2.0"))
                .advertises(
                        Target.ACCOUNT, Conferences.NS + "#compat", Conferences.NS + "#compat-pep");
    }

    @Override
    public void install(Hooks hooks) {
        hooks.keeper(Conferences.STORAGE, new InPrivateXml());
    }

    /** The rooms of {@code <storage/>}; the rest is private XML's own. */
    private final class InPrivateXml implements ElementKeeper {
        @Override
        public CompletionStage<Element> read(IqRequest request, Element stored) {
            return eventing.ask(request, new Ask.GetBookmarks())
                    .thenApply(answer -> Conferences.with(storage(answer), stored));
        }

        private static Element storage(Iq answer) {
            Element storage = answer.payload();
            if (answer.isError() || storage == null) {
                throw new IllegalStateException("the bookmarks cannot be read now");
            }
            return storage;
        }

        @Override
        public CompletionStage<Saved> save(IqRequest request, Element element) {
            if (Conferences.read(element) == null) {
                return CompletableFuture.completedFuture(
                        new Refused(request.refuse(Condition.NOT_ACCEPTABLE)));
            }
            return eventing.ask(request, new Ask.SetBookmarks(element))
                    .thenApply(
                            answer ->
                                    answer.isError()
                                            ? new Refused(answer)
                                            : new Rest(Conferences.rest(element)));
        }
    }
}
