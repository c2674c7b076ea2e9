package stoa.files;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.route.RequestNames;
import stoa.core.route.Router;
import stoa.core.route.Service;
import stoa.core.session.Receipt;
import stoa.store.file.FilePurpose;
import stoa.store.file.FileStore;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * A domain's upload service: says what it is (XEP-0030, with the largest file as section 3 of
 * XEP-0363 wants it, and what files may be for, section 5) and gives out slots (section 4) to
 * people of its own domain.
 */
public final class UploadService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(UploadService.class);
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String PING = "urn:xmpp:ping";
    private static final RequestNames REQUESTS =
            RequestNames.of(
                    Name.of(INFO, "query"),
                    Name.of(ITEMS, "query"),
                    Name.of(PING, "ping"),
                    Name.of(SlotRequest.NAMESPACE, "request"));
    private static final Duration DAY = Duration.ofDays(1);
    private static final StanzaError NOBODY = Condition.SERVICE_UNAVAILABLE.error();

    private final DomainJid address;
    private final String domain;
    private final UploadLimits limits;
    private final Slots slots;
    private final FileStore files;
    private final FileAddresses addresses;
    private final Router router;
    private final InstantSource clock;

    /**
     * A domain's.
     *
     * @param address such as {@code upload.example.org}
     * @param domain whose people may upload
     */
    public UploadService(
            DomainJid address,
            String domain,
            UploadLimits limits,
            Slots slots,
            FileStore files,
            FileAddresses addresses,
            Router router,
            InstantSource clock) {
        this.address = address;
        this.domain = domain;
        this.limits = limits;
        this.slots = slots;
        this.files = files;
        this.addresses = addresses;
        this.router = router;
        this.clock = clock;
    }

    @Override
    public DomainJid address() {
        return address;
    }

    @Override
    public void receive(Stanza stanza, Receipt receipt) {
        switch (stanza) {
            case Iq iq when iq.isRequest() ->
                    answer(iq)
                            .whenComplete(
                                    (answer, failure) -> {
                                        if (failure != null) {
                                            LOG.error("upload_slot_failed", failure);
                                        }
                                        router.route(
                                                answer == null
                                                        ? iq.refuse(
                                                                Condition.INTERNAL_SERVER_ERROR
                                                                        .error())
                                                        : answer);
                                        receipt.release();
                                    });
            case Message message when !message.isError() -> {
                router.route(message.refuse(NOBODY));
                receipt.release();
            }
            case Iq answer -> receipt.release();
            case Message error -> receipt.release();
            case Presence presence -> receipt.release(); // nobody is here to see it
        }
    }

    private CompletionStage<Iq> answer(Iq request) {
        Element payload = request.payload();
        Jid to = request.to();
        boolean atTheService = to != null && to.local() == null && to.resource() == null;
        if (payload == null || !atTheService) {
            return now(request.refuse(NOBODY));
        }
        if (REQUESTS.isMisnamed(payload)) {
            return now(request.refuse(Condition.BAD_REQUEST.error()));
        }
        boolean get = request.type() == Iq.Type.GET;
        return switch (payload.namespace()) {
            case INFO -> now(get ? info(request, payload) : notAllowed(request));
            case ITEMS -> now(get ? items(request, payload) : notAllowed(request));
            case PING -> now(get ? request.result() : notAllowed(request));
            case SlotRequest.NAMESPACE ->
                    get
                            ? slot(request, payload)
                            : now(request.refuse(Condition.BAD_REQUEST.error()));
            default -> now(request.refuse(NOBODY));
        };
    }

    private static CompletionStage<Iq> now(Iq answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static Iq notAllowed(Iq request) {
        return request.refuse(Condition.NOT_ALLOWED.error());
    }

    private Iq info(Iq request, Element asked) {
        if (asked.attribute("node") != null) {
            return request.refuse(Condition.ITEM_NOT_FOUND.error());
        }
        Element.Builder query =
                Element.of("query", INFO)
                        .child(
                                Element.of("identity", INFO)
                                        .attribute("category", "store")
                                        .attribute("type", "file")
                                        .attribute("name", "Files")
                                        .build());
        List<String> features = new ArrayList<>(List.of(INFO, ITEMS, SlotRequest.NAMESPACE, PING));
        for (FilePurpose.Kind kind : FilePurpose.Kind.values()) {
            features.add(SlotRequest.feature(kind));
        }
        for (String feature : features) {
            query.child(Element.of("feature", INFO).attribute("var", feature).build());
        }
        return request.result(
                query.child(
                                DataForm.of(
                                                DataForm.Type.RESULT,
                                                SlotRequest.NAMESPACE,
                                                List.of(
                                                        FormField.text(
                                                                "max-file-size",
                                                                null,
                                                                Long.toString(limits.fileBytes()))))
                                        .toElement())
                        .build());
    }

    private static Iq items(Iq request, Element asked) {
        return asked.attribute("node") == null
                ? request.result(Element.empty("query", ITEMS))
                : request.refuse(Condition.ITEM_NOT_FOUND.error());
    }

    private CompletionStage<Iq> slot(Iq request, Element payload) {
        SlotRequest wish = SlotRequest.read(payload);
        if (wish == null) {
            return now(
                    request.refuse(
                            Condition.BAD_REQUEST.error(
                                    "A file has a name, a size of at least a byte, a media type if"
                                            + " any, and one purpose.")));
        }
        if (!(request.from() instanceof FullJid from) || !from.domain().equals(domain)) {
            return now(
                    request.refuse(
                            Condition.FORBIDDEN.error(
                                    "Only people of " + domain + " share here.")));
        }
        if (wish.purpose().isOver(clock.instant())) {
            return now(
                    request.refuse(Condition.BAD_REQUEST.error("The file would be gone already.")));
        }
        if (wish.size() > limits.fileBytes()) {
            return now(request.refuse(tooLarge()));
        }
        Instant today = clock.instant().minus(DAY);
        return files.bytesSince(from.account(), today)
                .thenApply(
                        used ->
                                used + wish.size() > limits.dayBytes()
                                        ? request.refuse(
                                                retry(
                                                        clock.instant().plus(1, ChronoUnit.HOURS),
                                                        "You have uploaded as much as one may"
                                                                + " within a day."))
                                        : open(request, from.account(), wish));
    }

    private Iq open(Iq request, BareJid owner, SlotRequest wish) {
        Slot slot = slots.open(owner, wish);
        if (slot == null) {
            return request.refuse(
                    retry(
                            clock.instant().plus(slots.untilNextExpiry()),
                            "Too many uploads are under way."));
        }
        String url = addresses.of(slot);
        return request.result(
                Element.of("slot", SlotRequest.NAMESPACE)
                        .child(
                                Element.of("put", SlotRequest.NAMESPACE)
                                        .attribute("url", url)
                                        .build())
                        .child(
                                Element.of("get", SlotRequest.NAMESPACE)
                                        .attribute("url", url)
                                        .build())
                        .build());
    }

    /** Section 6. */
    private StanzaError tooLarge() {
        return Condition.NOT_ACCEPTABLE
                .error("A file may have " + limits.fileBytes() + " bytes at most.")
                .withApplication(
                        Element.of("file-too-large", SlotRequest.NAMESPACE)
                                .child(
                                        Element.text(
                                                "max-file-size",
                                                SlotRequest.NAMESPACE,
                                                Long.toString(limits.fileBytes())))
                                .build());
    }

    /** Section 6: a temporary error, and when to ask again. */
    private static StanzaError retry(Instant at, String why) {
        return Condition.RESOURCE_CONSTRAINT
                .error(why)
                .withType(StanzaError.Type.WAIT)
                .withApplication(
                        Element.of("retry", SlotRequest.NAMESPACE)
                                .attribute("stamp", at.truncatedTo(ChronoUnit.SECONDS).toString())
                                .build());
    }
}
