package stoa.features.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.features.webpush.WebPush;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.push.PushRegistration;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/** What a push service is told, XEP-0357 section 7. Pure. */
final class PublishRequest {
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String SUMMARY = "urn:xmpp:push:summary";

    /** How much of a body is told, in code points. */
    static final int BODY_LIMIT = 1_000;

    private PublishRequest() {}

    static Iq of(PushRegistration to, String id, Pushed.Summary summary, PushDetails details) {
        boolean browser = WebPush.isServiceOf(to.account(), to.service());
        // What a browser is told is encrypted for it alone, and it says itself how much it shows.
        PushDetails told = browser ? PushDetails.BODY : details;
        Element notification =
                Element.of("notification", PushNotifications.NAMESPACE)
                        .child(form(summary, told).toElement())
                        .childIf(browser ? ours(summary).toElement() : null)
                        .build();
        Element publish =
                Element.of("publish", PUBSUB)
                        .attribute("node", to.node().isEmpty() ? null : to.node())
                        .child(Element.of("item", PUBSUB).child(notification).build())
                        .build();
        return Iq.of(
                Iq.Type.SET,
                to.account(),
                to.service(),
                id,
                Element.of("pubsub", PUBSUB).child(publish).childIf(options(to.options())).build());
    }

    private static @Nullable Element options(Bytes stored) {
        return stored.length() == 0
                ? null
                : Element.of("publish-options", PUBSUB).child(StoredXml.read(stored)).build();
    }

    /** What it was, where it stands, and what else was told of, for {@link WebPush}. */
    private static DataForm ours(Pushed.Summary summary) {
        Unseen last = summary.last();
        Unseen.Kind kind = last == null ? Unseen.Kind.SUBSCRIPTION_REQUEST : last.kind();
        List<FormField> fields = new ArrayList<>(3);
        fields.add(
                FormField.text(
                        "kind", null, kind.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        if (last != null && last.archiveId() != 0) {
            fields.add(FormField.text("stanza-id", null, Long.toString(last.archiveId())));
        }
        if (!summary.conversations().isEmpty()) {
            fields.add(
                    FormField.many(
                            FormField.Type.JID_MULTI,
                            "conversations",
                            null,
                            summary.conversations().stream().map(Jid::toString).toList()));
        }
        return DataForm.of(DataForm.Type.SUBMIT, WebPush.NAMESPACE, fields);
    }

    private static DataForm form(Pushed.Summary summary, PushDetails details) {
        List<FormField> fields = new ArrayList<>(4);
        fields.add(FormField.text("message-count", null, Integer.toString(summary.messages())));
        if (summary.requests() >= 0) {
            fields.add(
                    FormField.text(
                            "pending-subscription-count",
                            null,
                            Integer.toString(summary.requests())));
        }
        Unseen last = summary.last();
        if (last != null && details != PushDetails.COUNT) {
            fields.add(
                    FormField.of(
                            FormField.Type.JID_SINGLE,
                            "last-message-sender",
                            null,
                            last.sender().toString()));
            String body = last.body();
            if (body != null && details == PushDetails.BODY) {
                fields.add(FormField.text("last-message-body", null, shortened(body)));
            }
        }
        return DataForm.of(DataForm.Type.SUBMIT, SUMMARY, fields);
    }

    private static String shortened(String body) {
        return body.codePointCount(0, body.length()) <= BODY_LIMIT
                ? body
                : body.substring(0, body.offsetByCodePoints(0, BODY_LIMIT - 1)) + "…";
    }
}
