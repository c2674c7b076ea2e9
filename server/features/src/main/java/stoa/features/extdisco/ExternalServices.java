package stoa.features.extdisco;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * Tells people of the domain which STUN and TURN servers there are (sections 3.1 and 3.2), and
 * their credentials (section 3.3). Advertised and answered only where some are configured.
 */
public final class ExternalServices implements Feature {
    private static final String NS = "urn:xmpp:extdisco:2";

    /** How long credentials are good for; a call that lasts longer renews its own. */
    static final Duration LIFE = Duration.ofHours(12);

    private final List<ExternalService> services;
    private final @Nullable String secret;
    private final InstantSource clock;

    /**
     * With these services.
     *
     * @param secret shared with the TURN servers, or null: then they want no credentials of ours
     */
    public ExternalServices(
            List<ExternalService> services, @Nullable String secret, InstantSource clock) {
        this.services = List.copyOf(services);
        this.secret = secret;
        this.clock = clock;
    }

    @Override
    public Descriptor describe() {
        Descriptor built = Descriptor.of(Xep.of(215, "1.0.1"));
        return services.isEmpty() ? built : built.advertises(Target.SERVER, NS);
    }

    @Override
    public void install(Hooks hooks) {
        if (!services.isEmpty()) {
            hooks.iq(
                    Target.SERVER,
                    Name.of(NS, "services"),
                    IqHandler.answering(request -> checked(request, this::all)));
            hooks.iq(
                    Target.SERVER,
                    Name.of(NS, "credentials"),
                    IqHandler.answering(request -> checked(request, this::credentials)));
        }
    }

    private interface Answer {
        Iq to(IqRequest request, BareJid asker);
    }

    private static Iq checked(IqRequest request, Answer answer) {
        if (request.isSet()) {
            return request.refuse(Condition.NOT_ALLOWED);
        }
        return request.from().bare() instanceof BareJid asker
                        && asker.domain().equals(request.domain().domain())
                ? answer.to(request, asker)
                : request.refuse(Condition.FORBIDDEN);
    }

    private Iq all(IqRequest request, BareJid asker) {
        String type = request.payload().attribute("type");
        Element.Builder list = Element.of("services", NS).attribute("type", type);
        Instant expires = expires();
        for (ExternalService service : services) {
            if (type == null || service.type().equals(type)) {
                list.child(element(service, asker, expires));
            }
        }
        return request.result(list.build());
    }

    private Iq credentials(IqRequest request, BareJid asker) {
        List<Element> asked = request.payload().elements().toList();
        Element wanted = asked.size() == 1 ? asked.getFirst() : null;
        if (wanted == null
                || !wanted.is("service", NS)
                || wanted.attribute("host") == null
                || wanted.attribute("type") == null) {
            return request.refuse(Condition.BAD_REQUEST);
        }
        Element.Builder list = Element.of("credentials", NS);
        Instant expires = expires();
        boolean any = false;
        for (ExternalService service : services) {
            if (service.isRestricted() && isMeant(service, wanted)) {
                list.child(element(service, asker, expires));
                any = true;
            }
        }
        return any ? request.result(list.build()) : request.refuse(Condition.ITEM_NOT_FOUND);
    }

    private static boolean isMeant(ExternalService service, Element wanted) {
        String port = wanted.attribute("port");
        return service.host().equals(wanted.attribute("host"))
                && service.type().equals(wanted.attribute("type"))
                && (port == null || port.equals(Integer.toString(service.port())));
    }

    private Instant expires() {
        return clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
    }

    private Element element(ExternalService service, BareJid asker, Instant expires) {
        Element.Builder element =
                Element.of("service", NS)
                        .attribute("type", service.type())
                        .attribute("host", service.host())
                        .attribute("port", Integer.toString(service.port()))
                        .attribute("transport", service.transport());
        if (service.isRestricted() && secret != null) {
            TurnCredentials given = TurnCredentials.of(secret, asker, expires);
            element.attribute("restricted", "true")
                    .attribute("username", given.username())
                    .attribute("password", given.password())
                    .attribute("expires", given.expires().toString());
        }
        return element.build();
    }
}
