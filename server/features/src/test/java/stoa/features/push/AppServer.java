package stoa.features.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stoa.core.route.Router;
import stoa.core.route.Service;
import stoa.core.session.Receipt;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/** A push service as XEP-0357 section 3 has it, at an address of its own. */
final class AppServer implements Service {
    static final DomainJid ADDRESS = DomainJid.of("push.example.org");
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private final Router router;
    private final List<Iq> requests = new ArrayList<>();
    private @Nullable StanzaError refusal;
    private boolean silent;
    private int taken;

    AppServer(Router router) {
        this.router = router;
    }

    @Override
    public DomainJid address() {
        return ADDRESS;
    }

    @Override
    public void receive(Stanza stanza, Receipt receipt) {
        Iq iq = (Iq) stanza;
        if (iq.isRequest()) {
            requests.add(iq);
            if (!silent) {
                router.route(refusal == null ? iq.result() : iq.refuse(refusal));
            }
        }
        receipt.release();
    }

    void refuses(@Nullable StanzaError error) {
        refusal = error;
    }

    void isSilent(boolean yes) {
        silent = yes;
    }

    void answers(Iq answer) {
        router.route(answer);
    }

    /** What it was told since it was last asked. */
    List<Told> told() {
        List<Told> told = requests.stream().skip(taken).map(Told::new).toList();
        taken = requests.size();
        return told;
    }

    /** The one thing that it was told. */
    Told toldOnce() {
        List<Told> told = told();
        assertThat(told).hasSize(1);
        return told.getFirst();
    }

    /** One publish request. */
    record Told(Iq iq) {
        private Element pubsub() {
            assertThat(iq.type()).isEqualTo(Iq.Type.SET);
            Element pubsub = Objects.requireNonNull(iq.payload());
            assertThat(pubsub.is("pubsub", PUBSUB)).isTrue();
            return pubsub;
        }

        @Nullable String node() {
            return publish().attribute("node");
        }

        private Element publish() {
            return Objects.requireNonNull(pubsub().child("publish", PUBSUB));
        }

        @Nullable String summary(String field) {
            Element item = Objects.requireNonNull(publish().child("item", PUBSUB));
            Element notification =
                    Objects.requireNonNull(item.child("notification", "urn:xmpp:push:0"));
            DataForm form = Objects.requireNonNull(DataForm.in(notification));
            assertThat(form.formType()).isEqualTo("urn:xmpp:push:summary");
            return form.value(field);
        }

        @Nullable String option(String field) {
            return Optional.ofNullable(pubsub().child("publish-options", PUBSUB))
                    .map(DataForm::in)
                    .map(form -> form.value(field))
                    .orElse(null);
        }
    }
}
