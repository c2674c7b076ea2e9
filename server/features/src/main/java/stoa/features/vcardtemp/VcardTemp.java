package stoa.features.vcardtemp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
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
import stoa.store.StoredXml;
import stoa.store.account.Account;
import stoa.store.account.AccountStore;
import stoa.store.vcard.Vcard;
import stoa.store.vcard.VcardSaved;
import stoa.store.vcard.VcardStore;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** XEP-0054: profiles as every client knows them. */
public final class VcardTemp implements Feature {
    private static final String NS = "vcard-temp";
    private static final Name CARD = Name.of(NS, "vCard");

    private final VcardStore vcards;
    private final AccountStore accounts;
    private final Journal journal;

    public VcardTemp(VcardStore vcards, AccountStore accounts, Journal journal) {
        this.vcards = vcards;
        this.accounts = accounts;
        this.journal = journal;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(54, "1.2"))
                .advertises(Target.SERVER, NS)
                .advertises(Target.ACCOUNT, NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.ACCOUNT, CARD, request -> handle(request, hooks.keeper(CARD)));
    }

    private CompletionStage<Iq> handle(IqRequest request, @Nullable ElementKeeper keeper) {
        if (!request.isSet()) {
            return read(request)
                    .thenCompose(
                            card ->
                                    keeper == null
                                            ? CompletableFuture.completedFuture(card)
                                            : keeper.read(request, card))
                    .thenApply(card -> answer(request, card));
        }
        if (!request.byOwner()) {
            return CompletableFuture.completedFuture(request.refuse(Condition.FORBIDDEN));
        }
        return keeper == null
                ? save(request, request.payload())
                : keeper.save(request, request.payload())
                        .thenCompose(saved -> save(request, saved));
    }

    /**
     * Section 3.3: who asks for another's and there is none hears what is heard of nobody; one's
     * own is an empty one (section 3.1).
     */
    private static Iq answer(IqRequest request, Element card) {
        return card.firstChild() == null && !request.byOwner()
                ? request.refuse(Condition.SERVICE_UNAVAILABLE)
                : request.result(card);
    }

    private CompletionStage<Iq> save(IqRequest request, ElementKeeper.Saved saved) {
        return switch (saved) {
            case ElementKeeper.Rest(var rest) -> save(request, rest);
            case ElementKeeper.Refused(var answer) -> CompletableFuture.completedFuture(answer);
        };
    }

    private CompletionStage<Iq> save(IqRequest request, Element card) {
        VcardSaved saved =
                new VcardSaved(
                        request.account(), new Vcard(StoredXml.write(card), photoHash(card)));
        return journal.record(List.of(saved)).thenApply(stored -> request.result());
    }

    private CompletionStage<Element> read(IqRequest request) {
        return vcards.find(request.account())
                .thenCompose(
                        found ->
                                found.isPresent()
                                        ? CompletableFuture.completedFuture(
                                                StoredXml.read(found.get().xml()))
                                        : unset(request));
    }

    private CompletionStage<Element> unset(IqRequest request) {
        return accounts.find(request.account())
                .thenApply(
                        account ->
                                Element.of("vCard", NS)
                                        .child("FN", account.map(Account::name).orElse(null))
                                        .build());
    }

    /** SHA-1 of the picture (XEP-0153 section 2), null when there is none that can be read. */
    private static @Nullable String photoHash(Element card) {
        Element photo = card.child("PHOTO", NS);
        String encoded = photo == null ? null : photo.childText("BINVAL");
        if (encoded == null || encoded.isBlank()) {
            return null;
        }
        try {
            byte[] picture = Base64.getMimeDecoder().decode(encoded);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(picture));
        } catch (IllegalArgumentException notBase64) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
