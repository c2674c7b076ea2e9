package stoa.pubsub.avatar;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.ElementKeeper;
import stoa.core.hook.IqRequest;
import stoa.pubsub.pep.PersonalEventing;
import stoa.pubsub.service.Ask;
import stoa.pubsub.service.LastItem;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/**
 * The picture of a vCard is the account's avatar (XEP-0398 section 3): whoever reads the card sees
 * the newest avatar, and whoever saves a card with a picture, or without one, changes the avatar.
 * Once an account has published avatar metadata, or saved a card, the nodes count.
 */
final class VcardPicture implements ElementKeeper {
    private final PersonalEventing eventing;

    VcardPicture(PersonalEventing eventing) {
        this.eventing = eventing;
    }

    /** What the account says of its avatar: null when it has never said anything. */
    private CompletionStage<Optional<Element>> metadata(BareJid account) {
        LastItem last = eventing.last(account, Picture.METADATA);
        if (last == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Bytes payload = last.payload();
        return payload != null && payload.length() > 0
                ? CompletableFuture.completedFuture(Optional.of(StoredXml.read(payload)))
                : eventing.item(account, Picture.METADATA, last.id());
    }

    @Override
    public CompletionStage<Element> read(IqRequest request, Element stored) {
        BareJid account = request.account();
        return metadata(account)
                .thenCompose(
                        said ->
                                said.isEmpty()
                                        ? CompletableFuture.completedFuture(stored)
                                        : withPicture(account, stored, said.get()));
    }

    private CompletionStage<Element> withPicture(
            BareJid account, Element stored, Element metadata) {
        Element card = Picture.without(stored);
        Element info = Picture.info(metadata);
        if (info == null) {
            return CompletableFuture.completedFuture(card);
        }
        String id = Objects.requireNonNull(info.attribute("id"));
        return eventing.item(account, Picture.DATA, id)
                .thenApply(
                        data -> {
                            Picture picture =
                                    data.map(d -> Picture.ofData(info.attribute("type"), d))
                                            .orElse(null);
                            return picture != null && picture.id().equals(id)
                                    ? card.with(picture.toPhoto())
                                    : card;
                        });
    }

    @Override
    public CompletionStage<Saved> save(IqRequest request, Element card) {
        Picture picture = Picture.ofVcard(card);
        return metadata(request.account())
                .thenCompose(
                        said ->
                                picture == null
                                        ? takeAway(request, said.orElse(null))
                                        : publish(request, picture, said.orElse(null)))
                .thenApply(
                        refusal ->
                                refusal == null
                                        ? new Rest(Picture.without(card))
                                        : new Refused(refusal));
    }

    /** Data first, then what says that it is there; null when both are published. */
    private CompletionStage<@Nullable Iq> publish(
            IqRequest request, Picture picture, @Nullable Element said) {
        Element info = said == null ? null : Picture.info(said);
        if (info != null && picture.id().equals(info.attribute("id"))) {
            return CompletableFuture.completedFuture(null);
        }
        return eventing.ask(request, publication(Picture.DATA, picture.id(), picture.toData()))
                .thenCompose(
                        answer ->
                                answer.isError()
                                        ? CompletableFuture.completedFuture(answer)
                                        : eventing.ask(
                                                request,
                                                publication(
                                                        Picture.METADATA,
                                                        picture.id(),
                                                        picture.toMetadata())))
                .thenApply(VcardPicture::refusal);
    }

    /** XEP-0084 section 4.3: there is no avatar any more. */
    private CompletionStage<@Nullable Iq> takeAway(IqRequest request, @Nullable Element said) {
        if (said == null || said.elements().findAny().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Element none = Element.empty("metadata", Picture.METADATA);
        return eventing.ask(request, publication(Picture.METADATA, null, none))
                .thenApply(VcardPicture::refusal);
    }

    private static Ask publication(String node, @Nullable String id, Element payload) {
        return new Ask.Publish(node, true, id, payload, null);
    }

    private static @Nullable Iq refusal(Iq answer) {
        return answer.isError() ? answer : null;
    }
}
