package stoa.pubsub.request;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Errors;
import stoa.pubsub.node.Pubsub;
import stoa.pubsub.service.Approval;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/** Reads what owners answer to requests to be let in, XEP-0060 section 8.6. Pure. */
public final class ApprovalReader {
    /** What a message to the service is. */
    public sealed interface Reading {}

    public record Answer(Approval approval) implements Reading {}

    /** The owner does not want to decide now: the request waits on. */
    public record Cancelled() implements Reading {}

    /** An answer that cannot be read. */
    public record Bad(StanzaError error) implements Reading {}

    /** Nothing that the service knows of. */
    public record Other() implements Reading {}

    private static final StanzaError BAD_REQUEST =
            Condition.BAD_REQUEST.error("This answers no request.");

    private ApprovalReader() {}

    public static Reading read(Message message) {
        List<DataForm> forms =
                message.payloads().stream()
                        .filter(payload -> payload.is("x", DataForm.NAMESPACE))
                        .map(DataForm::read)
                        .filter(ApprovalReader::isOurs)
                        .toList();
        if (forms.isEmpty()) {
            return new Other();
        }
        DataForm form = forms.getFirst();
        if (form.type() == DataForm.Type.CANCEL) {
            return new Cancelled();
        }
        boolean one = forms.size() == 1 && form.type() == DataForm.Type.SUBMIT;
        return one && isUnique(form) ? read(form) : new Bad(BAD_REQUEST);
    }

    private static boolean isOurs(@Nullable DataForm form) {
        return form != null && Pubsub.SUBSCRIBE_AUTHORIZATION.equals(form.formType());
    }

    private static boolean isUnique(DataForm form) {
        Set<String> names = new HashSet<>();
        return form.fields().stream()
                .map(FormField::name)
                .allMatch(name -> name != null && names.add(name));
    }

    private static Reading read(DataForm form) {
        String node = form.value("pubsub#node");
        if (node == null || node.isEmpty()) {
            return new Bad(Errors.NODE_REQUIRED);
        }
        Jid who = address(form.value("pubsub#subscriber_jid"));
        if (who == null) {
            return new Bad(Errors.NO_SUBSCRIBER);
        }
        FormField allow = form.field("pubsub#allow");
        boolean isSaidOnce = allow != null && allow.values().size() == 1;
        Boolean allows = isSaidOnce ? allow.bool() : null;
        String subid = form.value("pubsub#subid");
        return allows == null
                ? new Bad(BAD_REQUEST)
                : new Answer(
                        new Approval(
                                node,
                                who,
                                subid == null || subid.isEmpty() ? null : subid,
                                allows));
    }

    private static @Nullable Jid address(@Nullable String text) {
        try {
            return text == null ? null : Jid.parse(text);
        } catch (InvalidJidException none) {
            return null;
        }
    }
}
