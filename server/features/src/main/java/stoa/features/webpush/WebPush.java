package stoa.features.webpush;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.store.pubsub.PubsubStore;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * The push service for browsers: takes what the domain's own accounts publish (XEP-0357 section 7),
 * encrypts it for the browser that the publish options name, and posts it to its push service. What
 * the server's disco#info says of it is the key to subscribe for, in a form of type {@link
 * #NAMESPACE}. Any thread; nothing here blocks.
 */
public final class WebPush implements Feature {
    /** What advertises it, and types the forms of ours. */
    public static final String NAMESPACE = "urn:stoa:web-push:0";

    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String PUSH = "urn:xmpp:push:0";
    private static final Logger LOG = LoggerFactory.getLogger(WebPush.class);

    /** How long push services keep what they cannot deliver, in seconds (RFC 8030 section 5.2). */
    private static final int TTL_SECONDS = 28 * 24 * 60 * 60;

    /** And a call, which nobody answers later. */
    private static final int CALL_TTL_SECONDS = 60;

    private static final int TOPIC_BYTES = 24; // 32 characters (section 5.4)
    private static final StanzaError NOT_HERE = Condition.SERVICE_UNAVAILABLE.error();

    private final ServerKey key;
    private final List<PushOrigin> services;
    private final PushPost post;
    private final Wishes wishes;
    private final ReadElsewhere readElsewhere;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * The one of a server.
     *
     * @param services the push services that are posted to, and no others
     * @param nodes where accounts keep what they wish, and what they have read
     */
    public WebPush(
            ServerKey key,
            List<PushOrigin> services,
            PushPost post,
            PubsubStore nodes,
            InstantSource clock) {
        this.key = key;
        this.services = List.copyOf(services);
        this.post = post;
        this.wishes = new Wishes(nodes);
        this.readElsewhere = new ReadElsewhere(nodes);
        this.clock = clock;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of()
                .advertises(Target.SERVER, NAMESPACE)
                .extendedBy(
                        DataForm.of(
                                DataForm.Type.RESULT,
                                NAMESPACE,
                                List.of(FormField.text("vapid-key", null, key.shown()))));
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.SERVER, Name.of(PUBSUB, "pubsub"), this::published);
    }

    /** Whether that is the push service of the account's browsers. */
    public static boolean isServiceOf(BareJid account, stoa.xmpp.jid.Jid service) {
        return service instanceof DomainJid domain && domain.domain().equals(account.domain());
    }

    /** Why a browser cannot be told with these publish options, or null when it can. */
    public @Nullable StanzaError refusal(@Nullable DataForm options) {
        Subscription browser = Subscription.read(options);
        if (browser == null) {
            return Condition.BAD_REQUEST.error(
                    "A browser's subscription has an endpoint, p256dh and auth.");
        }
        return isKnown(browser.endpoint())
                ? null
                : Condition.NOT_ACCEPTABLE.error(
                        "This server tells no browsers through "
                                + browser.endpoint().getHost()
                                + " (push.web_services).");
    }

    private boolean isKnown(URI endpoint) {
        return services.stream().anyMatch(one -> one.holds(endpoint));
    }

    private CompletionStage<Iq> published(IqRequest request) {
        Element publish = request.payload().child("publish", PUBSUB);
        // Accounts themselves ask, through this server; clients and others have nothing to say
        // here.
        if (request.session() != null
                || !(request.from() instanceof BareJid account)
                || !isServiceOf(account, request.to())
                || !request.isSet()
                || publish == null) {
            return now(request.refuse(NOT_HERE));
        }
        Element options = request.payload().child("publish-options", PUBSUB);
        DataForm form = options == null ? null : DataForm.in(options);
        StanzaError refusal = refusal(form);
        Subscription browser = Subscription.read(form);
        Notice notice = notice(account, publish);
        if (refusal != null || browser == null || notice == null) {
            return now(request.refuse(refusal == null ? Condition.BAD_REQUEST.error() : refusal));
        }
        return wishes.holdBack(notice, browser, clock.instant())
                .thenCompose(
                        held ->
                                held
                                        ? now(request.result())
                                        : tellWithRead(browser, notice)
                                                .thenApply(
                                                        error ->
                                                                error == null
                                                                        ? request.result()
                                                                        : request.refuse(error)));
    }

    private static @Nullable Notice notice(BareJid account, Element publish) {
        Element item = publish.child("item", PUBSUB);
        Element notification = item == null ? null : item.child("notification", PUSH);
        return notification == null ? null : Notice.read(account, notification);
    }

    private CompletionStage<@Nullable StanzaError> tellWithRead(
            Subscription browser, Notice notice) {
        return readElsewhere
                .of(notice.account(), notice.conversations())
                .thenCompose(read -> tell(browser, notice, read));
    }

    private CompletionStage<@Nullable StanzaError> tell(
            Subscription browser, Notice notice, Map<String, String> read) {
        try {
            byte[] salt = new byte[MessageEncryption.SALT_BYTES];
            random.nextBytes(salt);
            byte[] said = notice.toJson(browser.preview(), read, MessageEncryption.LIMIT_BYTES);
            byte[] body =
                    MessageEncryption.encrypt(
                            browser,
                            P256.generate(),
                            salt,
                            said,
                            MessageEncryption.filled(said.length));
            return post.post(browser.endpoint(), headers(browser, notice), body)
                    .handle((status, failure) -> outcome(browser, status, failure));
        } catch (GeneralSecurityException | RuntimeException e) {
            LOG.error("web_push_failed account={}", notice.account(), e);
            return CompletableFuture.completedFuture(Condition.INTERNAL_SERVER_ERROR.error());
        }
    }

    private Map<String, String> headers(Subscription browser, Notice notice)
            throws GeneralSecurityException {
        boolean call = notice.kind().equals(Notice.CALL);
        Map<String, String> headers = new HashMap<>();
        headers.put("TTL", Integer.toString(call ? CALL_TTL_SECONDS : TTL_SECONDS));
        headers.put("Urgency", "high");
        headers.put("Content-Encoding", "aes128gcm");
        headers.put("Content-Type", "application/octet-stream");
        headers.put("Authorization", key.authorization(browser.endpoint(), clock.millis()));
        if (!call) { // of a conversation the newest is enough for who was away
            headers.put("Topic", topic(browser, notice));
        }
        return headers;
    }

    /** Says nothing to the push service but that two messages are of one conversation. */
    private static String topic(Subscription browser, Notice notice)
            throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(browser.secret().array());
        byte[] hash = digest.digest(notice.conversation().getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(hash)
                .substring(0, TOPIC_BYTES * 4 / 3);
    }

    /** RFC 8030 section 5 and 7.3: a subscription that is gone ends the registration. */
    private static @Nullable StanzaError outcome(
            Subscription browser, @Nullable Integer status, @Nullable Throwable failure) {
        if (status != null && status / 100 == 2) {
            return null;
        }
        if (status != null && (status == 404 || status == 410)) {
            return Condition.ITEM_NOT_FOUND.error();
        }
        LOG.warn(
                "web_push_refused service={} status={} reason=\"{}\"",
                browser.endpoint().getHost(),
                status,
                failure == null ? "" : failure.getClass().getSimpleName());
        return status == null || status == 429 || status >= 500
                ? Condition.REMOTE_SERVER_TIMEOUT.error().withType(StanzaError.Type.WAIT)
                : Condition.NOT_ACCEPTABLE.error();
    }

    private static CompletionStage<Iq> now(Iq answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
