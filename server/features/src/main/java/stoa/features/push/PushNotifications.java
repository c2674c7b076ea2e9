package stoa.features.push;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.entity.Timers;
import stoa.core.hook.AccountAnswer;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.core.journal.Journal;
import stoa.core.route.Router;
import stoa.features.webpush.WebPush;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.push.PushRegistration;
import stoa.store.push.PushStore;
import stoa.store.roster.RosterStore;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * XEP-0357: clients enable push services for their account, and those are told of what the clients
 * miss. Any thread; nothing here blocks.
 */
public final class PushNotifications implements Feature, WhoIsTold.Teller {
    static final String NAMESPACE = "urn:xmpp:push:0";
    private static final String PUBLISH_OPTIONS =
            "http://jabber.org/protocol/pubsub#publish-options";
    private static final Logger LOG = LoggerFactory.getLogger(PushNotifications.class);

    /** The longest node, in characters. */
    static final int NODE_LIMIT = 1_024;

    /** The largest form of publish options. */
    static final int OPTIONS_LIMIT_BYTES = 4 * 1024;

    /** What the feature works with. */
    public record Parts(
            PushStore store,
            RosterStore rosters,
            Journal journal,
            Router router,
            WhoIsTold whoIsTold,
            WebPush webPush,
            Timers timers,
            InstantSource clock) {}

    private final Parts parts;
    private final PushDetails details;
    private final Registrations registrations;
    private final Map<String, Pushed> underWay = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    /** Differs from start to start, so that an answer to an older question is none to a new one. */
    private final String idPrefix =
            "push-" + Long.toUnsignedString(new SecureRandom().nextLong(), 36) + "-";

    public PushNotifications(Parts parts, PushDetails details) {
        this.parts = parts;
        this.details = details;
        this.registrations = new Registrations(parts.journal());
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(357, "0.4.1")).advertises(Target.ACCOUNT, NAMESPACE);
    }

    /** Reads what is enabled, blocking, and joins. */
    @Override
    public void install(Hooks hooks) {
        registrations.load(parts.store());
        hooks.iq(Target.ACCOUNT, Name.of(NAMESPACE, "enable"), this::enable);
        hooks.iq(Target.ACCOUNT, Name.of(NAMESPACE, "disable"), this::disable);
        hooks.observe(AccountAnswer.RECEIVED, this::answered);
        parts.whoIsTold().by(this);
    }

    /** The account is deleted. */
    public void forget(BareJid account) {
        registrations.forget(account);
    }

    /**
     * Clients of the account have lost their access to it: they are told nothing more, whatever
     * they had enabled.
     *
     * @param resources those that these clients bind
     */
    public void forget(BareJid account, Predicate<String> resources) {
        registrations
                .disable(account, registration -> resources.test(registration.resource()))
                .exceptionally(
                        failure -> {
                            LOG.warn("push_not_forgotten account={}", account, failure);
                            return null;
                        });
    }

    /** Section 5. */
    private CompletionStage<Iq> enable(IqRequest request) {
        StanzaError refusal = refusal(request);
        if (refusal != null) {
            return now(request.refuse(refusal));
        }
        Element enable = request.payload();
        Jid service = service(enable);
        if (service == null) {
            return now(request.refuse(Condition.JID_MALFORMED));
        }
        if (service.bare().equals(request.account())) {
            return now(request.refuse(Condition.NOT_ALLOWED));
        }
        List<Element> forms = enable.elements().map(PushNotifications::withType).toList();
        if (forms.size() > 1 || (forms.size() == 1 && !isPublishOptions(forms.getFirst()))) {
            return now(
                    request.refuse(
                            Condition.BAD_REQUEST.error("One form of publish-options, or none.")));
        }
        if (WebPush.isServiceOf(request.account(), service)) {
            StanzaError unable =
                    parts.webPush()
                            .refusal(forms.isEmpty() ? null : DataForm.read(forms.getFirst()));
            if (unable != null) {
                return now(request.refuse(unable));
            }
        }
        String node = node(enable);
        Bytes options = forms.isEmpty() ? Bytes.EMPTY : StoredXml.write(forms.getFirst());
        if (node.length() > NODE_LIMIT || options.length() > OPTIONS_LIMIT_BYTES) {
            return now(
                    request.refuse(
                            Condition.POLICY_VIOLATION.error(
                                    "The node or the options are too long.")));
        }
        PushRegistration wanted =
                new PushRegistration(
                        request.account(),
                        service,
                        node,
                        options,
                        String.valueOf(request.from().resource()),
                        parts.clock().millis());
        return registrations.enable(wanted).thenApply(stored -> request.result());
    }

    /** Section 6. */
    private CompletionStage<Iq> disable(IqRequest request) {
        StanzaError refusal = refusal(request);
        if (refusal != null) {
            return now(request.refuse(refusal));
        }
        Element disable = request.payload();
        Jid service = service(disable);
        if (service == null) {
            return now(request.refuse(Condition.JID_MALFORMED));
        }
        Predicate<PushRegistration> which =
                disable.attribute("node") == null
                        ? registration -> registration.service().equals(service)
                        : registration -> registration.isAt(service, node(disable));
        return registrations
                .disable(request.account(), which)
                .thenApply(stored -> request.result());
    }

    private static @Nullable StanzaError refusal(IqRequest request) {
        if (!request.byOwner()) {
            return Condition.FORBIDDEN.error();
        }
        return request.isSet() && request.payload().attribute("jid") != null
                ? null
                : Condition.BAD_REQUEST.error();
    }

    private static @Nullable Jid service(Element element) {
        try {
            return Jid.parse(String.valueOf(element.attribute("jid")));
        } catch (InvalidJidException e) {
            return null;
        }
    }

    private static String node(Element element) {
        String node = element.attribute("node");
        return node == null ? "" : node;
    }

    /** The example in section 5 has no {@code type}; those who publish to a node have to. */
    private static Element withType(Element x) {
        return x.attribute("type") == null ? x.withAttribute("type", "submit") : x;
    }

    private static boolean isPublishOptions(Element x) {
        DataForm form = DataForm.read(x);
        return form != null
                && form.type() == DataForm.Type.SUBMIT
                && PUBLISH_OPTIONS.equals(form.formType());
    }

    private static CompletionStage<Iq> now(Iq answer) {
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public boolean tellsAny(BareJid account) {
        return registrations.has(account);
    }

    @Override
    public void missed(WhoIsTold.Missed missed) {
        if (missed.what().kind() != Unseen.Kind.SUBSCRIPTION_REQUEST) {
            missed(missed, 0);
            return;
        }
        BareJid account = missed.account().address();
        parts.rosters()
                .load(account)
                .thenAccept(
                        roster ->
                                missed(
                                        missed,
                                        (int)
                                                roster.entries().stream()
                                                        .filter(e -> e.item().request() != null)
                                                        .count()))
                .exceptionally(
                        failure -> {
                            LOG.warn("push_roster_unread account={}", account, failure);
                            return null;
                        });
    }

    private void missed(WhoIsTold.Missed missed, int pending) {
        for (Pushed one : registrations.of(missed.account().address())) {
            if (missed.isMissedBy(one.registration().resource())) {
                act(one, one.missed(missed.what(), pending, parts.clock().millis(), newId()));
            }
        }
    }

    @Override
    public void reached(FullJid client) {
        for (Pushed one : registrations.of(client.account())) {
            if (one.registration().resource().equals(client.resource())) {
                one.reached();
            }
        }
    }

    private String newId() {
        return idPrefix + ids.incrementAndGet();
    }

    private void act(Pushed one, Pushed.Next next) {
        switch (next) {
            case Pushed.Next.Tell(var id, var summary) -> tell(one, id, summary);
            case Pushed.Next.Wait(long ms) ->
                    parts.timers().after(Duration.ofMillis(ms), () -> timeIsOver(one));
            case Pushed.Next.Nothing() -> {}
            case Pushed.Next.GiveUp() -> giveUp(one, "no-success");
        }
    }

    private void timeIsOver(Pushed one) {
        if (registrations.of(one.registration().account()).contains(one)) {
            act(one, one.timeIsOver(parts.clock().millis(), newId()));
        }
    }

    private void tell(Pushed one, String id, Pushed.Summary summary) {
        underWay.put(id, one);
        parts.timers()
                .after(
                        Duration.ofMillis(Pushed.ANSWER_MS),
                        () -> {
                            if (underWay.remove(id) != null) {
                                failed(one, id);
                            }
                        });
        parts.router().route(PublishRequest.of(one.registration(), id, summary, details));
    }

    private void failed(Pushed one, String id) {
        act(one, one.failed(id, parts.clock().millis(), newId()));
    }

    /** Section 7.1. */
    private void answered(AccountAnswer answer) {
        String id = answer.answer().id();
        Pushed one = underWay.get(id);
        if (one == null
                || !one.registration().account().equals(answer.account())
                || !one.registration().service().equals(answer.answer().from())
                || !underWay.remove(id, one)) {
            return;
        }
        if (!answer.answer().isError()) {
            act(one, one.answered(id, parts.clock().millis(), newId()));
        } else if (isPassing(answer.answer())) {
            failed(one, id);
        } else {
            giveUp(one, condition(answer.answer()));
        }
    }

    /** The service may be there again later, and then know the node still. */
    private static boolean isPassing(Iq error) {
        Element element = error.payload("error", Stanza.CLIENT);
        return element != null
                && ("wait".equals(element.attribute("type"))
                        || has(element, Condition.REMOTE_SERVER_NOT_FOUND)
                        || has(element, Condition.REMOTE_SERVER_TIMEOUT));
    }

    private static boolean has(Element error, Condition condition) {
        return error.child(condition.text(), StanzaError.NAMESPACE) != null;
    }

    private static String condition(Iq error) {
        Element element = error.payload("error", Stanza.CLIENT);
        if (element != null) {
            for (Condition condition : Condition.values()) {
                if (has(element, condition)) {
                    return condition.text();
                }
            }
        }
        return Condition.UNDEFINED_CONDITION.text();
    }

    private void giveUp(Pushed one, String reason) {
        PushRegistration gone = one.registration();
        LOG.info(
                "push_disabled account={} service={} reason={}",
                gone.account(),
                gone.service(),
                reason);
        registrations
                .disable(gone.account(), other -> other.isAt(gone.service(), gone.node()))
                .exceptionally(
                        failure -> {
                            LOG.warn("push_disabled_unsaved account={}", gone.account());
                            return null;
                        });
    }
}
