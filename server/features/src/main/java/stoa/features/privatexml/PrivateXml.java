package stoa.features.privatexml;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Descriptor;
import stoa.core.hook.ElementKeeper;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.core.journal.Journal;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.privatexml.PrivateXmlSaved;
import stoa.store.privatexml.PrivateXmlStore;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** XEP-0049: bookmarks, notes and delimiters of clients that know nothing newer. */
public final class PrivateXml implements Feature {
    private static final String NS = "jabber:iq:private";

    /** One element may hold that much; more is refused with {@code policy-violation}. */
    public static final int LIMIT_BYTES = 64 * 1024;

    /** All elements of an account together. */
    public static final long ACCOUNT_LIMIT_BYTES = 1024 * 1024;

    private final PrivateXmlStore store;
    private final Journal journal;

    public PrivateXml(PrivateXmlStore store, Journal journal) {
        this.store = store;
        this.journal = journal;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(49, "1.2")).advertises(Target.SERVER, NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.ACCOUNT, Name.of(NS, "query"), request -> handle(request, hooks));
    }

    private CompletionStage<Iq> handle(IqRequest request, Hooks hooks) {
        List<Element> asked = request.payload().elements().toList();
        if (!request.byOwner()) {
            return now(request.refuse(Condition.FORBIDDEN));
        }
        if (asked.size() != 1 || isReserved(asked.getFirst())) {
            return now(
                    request.refuse(
                            asked.size() == 1 ? Condition.NOT_ACCEPTABLE : Condition.BAD_REQUEST));
        }
        Element element = asked.getFirst();
        ElementKeeper keeper = hooks.keeper(element.expandedName());
        if (!request.isSet()) {
            return read(request, element, keeper);
        }
        return keeper == null
                ? save(request, element)
                : keeper.save(request, element).thenCompose(saved -> save(request, saved));
    }

    private CompletionStage<Iq> save(IqRequest request, ElementKeeper.Saved saved) {
        return switch (saved) {
            case ElementKeeper.Rest(var rest) -> save(request, rest);
            case ElementKeeper.Refused(var answer) -> now(answer);
        };
    }

    /** Section 2: what is in the standards' own namespaces, or in none, is not private. */
    public static boolean isReserved(Element element) {
        String ns = element.namespace();
        return ns.isEmpty() || ns.startsWith("jabber:") || ns.equals("vcard-temp");
    }

    private CompletionStage<Iq> save(IqRequest request, Element element) {
        Bytes xml = StoredXml.write(element);
        if (xml.length() > LIMIT_BYTES) {
            return now(
                    request.refuse(
                            Condition.POLICY_VIOLATION.error(
                                    "At most "
                                            + LIMIT_BYTES / 1024
                                            + " KiB can be kept under one name.")));
        }
        return store.totalBytes(request.account())
                .thenCompose(
                        total ->
                                total + xml.length() > ACCOUNT_LIMIT_BYTES
                                        ? now(
                                                request.refuse(
                                                        Condition.RESOURCE_CONSTRAINT.error(
                                                                "This account has stored as much as it may.")))
                                        : save(request, element, xml));
    }

    private CompletionStage<Iq> save(IqRequest request, Element element, Bytes xml) {
        return journal.record(
                        List.of(
                                new PrivateXmlSaved(
                                        request.account(), element.expandedName(), xml)))
                .thenApply(stored -> request.result());
    }

    private CompletionStage<Iq> read(
            IqRequest request, Element asked, @Nullable ElementKeeper keeper) {
        return store.find(request.account(), asked.expandedName())
                .thenApply(found -> found.map(StoredXml::read).orElse(asked))
                .thenCompose(
                        kept ->
                                keeper == null
                                        ? CompletableFuture.completedFuture(kept)
                                        : keeper.read(request, kept))
                .thenApply(kept -> request.result(Element.of("query", NS).child(kept).build()));
    }

    private static CompletionStage<Iq> now(Iq answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
