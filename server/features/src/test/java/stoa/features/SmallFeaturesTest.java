package stoa.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.journal.Journal;
import stoa.core.route.Acquaintances;
import stoa.core.route.Audience;
import stoa.core.route.ServedDomains;
import stoa.core.route.Service;
import stoa.core.route.Services;
import stoa.core.session.Receipt;
import stoa.features.contact.ContactAddresses;
import stoa.features.contact.ContactAddresses.Concern;
import stoa.features.disco.ServiceDiscovery;
import stoa.features.legacysession.LegacySession;
import stoa.features.outage.OutageStatus;
import stoa.features.ping.Ping;
import stoa.features.privatexml.PrivateXml;
import stoa.features.time.EntityTime;
import stoa.features.vcardtemp.VcardTemp;
import stoa.features.version.SoftwareVersion;
import stoa.store.account.Account;
import stoa.store.account.AccountSaved;
import stoa.store.memory.MemoryStore;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** Each small feature asked over the hooks, as the router asks it. */
class SmallFeaturesTest {
    private static final DomainJid DOMAIN = DomainJid.of("example.org");
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final BareJid ROMEO = BareJid.of("romeo@example.org");
    private static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    private static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String CAPS = "http://jabber.org/protocol/caps";

    private Audience sees = Audience.NOBODY;
    private final Acquaintances acquaintances =
            new Acquaintances(
                    new ServedDomains(List.of(DOMAIN)),
                    account -> CompletableFuture.completedFuture(sees));
    private final MemoryStore store = new MemoryStore();
    private final Services services = new Services();
    private final Hooks hooks = new Hooks(services);
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));
    private final Journal journal =
            new Journal(
                    store,
                    clock,
                    1 << 20,
                    new Journal.ReleaseScope() {
                        @Override
                        public void beginBatch() {}

                        @Override
                        public void endBatch() {}
                    });

    @BeforeEach
    void install() throws Exception {
        journal.start();
        store.commit(
                List.of(
                        new AccountSaved(
                                new Account(JULIET, "Juliet", true, false, clock.instant()))));
        services.add(
                new Service() {
                    @Override
                    public DomainJid address() {
                        return DomainJid.of("conference.example.org");
                    }

                    @Override
                    public void receive(Stanza stanza, Receipt receipt) {
                        receipt.release();
                    }
                });
        hooks.install(new ServiceDiscovery(services, acquaintances, hooks::descriptors))
                .install(new Ping(acquaintances))
                .install(new SoftwareVersion("1.0"))
                .install(new EntityTime(clock))
                .install(new LegacySession())
                .install(new PrivateXml(store.privateXml(), journal))
                .install(new VcardTemp(store.vcards(), store.accounts(), journal));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void the_domain_tells_its_features_and_lists_its_services() {
        Element info = result(get(JULIET, DOMAIN, Element.empty("query", DISCO_INFO)));

        assertThat(
                        info.elements()
                                .filter(e -> e.name().equals("feature"))
                                .map(e -> e.attribute("var")))
                .contains(
                        "urn:xmpp:ping",
                        "jabber:iq:version",
                        "urn:xmpp:time",
                        "vcard-temp",
                        DISCO_ITEMS);
        assertThat(
                        info.elements()
                                .filter(e -> e.name().equals("identity"))
                                .map(e -> e.attribute("category")))
                .containsExactly("server");
        Element items = result(get(JULIET, DOMAIN, Element.empty("query", DISCO_ITEMS)));
        assertThat(items.elements().map(e -> e.attribute("jid")))
                .containsExactly("conference.example.org");
    }

    @Spec(xep = 157, section = "3", says = "contact addresses stand in a form of disco#info")
    @Test
    void the_domain_says_whom_to_turn_to() {
        assertThat(result(get(JULIET, DOMAIN, Element.empty("query", DISCO_INFO))).toString())
                .doesNotContain("serverinfo");
        hooks.install(
                new ContactAddresses(
                        Map.of(
                                Concern.ABUSE,
                                List.of(
                                        URI.create("mailto:abuse@example.org"),
                                        URI.create("xmpp:abuse@example.org")),
                                Concern.SALES,
                                List.of())));
        Element info = result(get(JULIET, DOMAIN, Element.empty("query", DISCO_INFO)));
        DataForm form = Objects.requireNonNull(DataForm.in(info));
        assertThat(form.type()).isEqualTo(DataForm.Type.RESULT);
        assertThat(form.formType()).isEqualTo("http://jabber.org/network/serverinfo");
        assertThat(Objects.requireNonNull(form.field("abuse-addresses")).values())
                .containsExactly("mailto:abuse@example.org", "xmpp:abuse@example.org");
        assertThat(form.field("sales-addresses")).isNull();
        assertThat(DataForm.in(result(get(JULIET, JULIET, Element.empty("query", DISCO_INFO)))))
                .isNull();
        assertThat(new ContactAddresses(Map.of()).describe().serverForms()).isEmpty();
    }

    @Spec(xep = 455, section = "2.1", says = "where outages are told of stands in disco#info")
    @Test
    void the_domain_says_where_outages_are_told_of() {
        hooks.install(
                new OutageStatus(
                        List.of(
                                URI.create("https://status.example.net/example.org.json"),
                                URI.create("https://example.com/status.json"))));
        Element info = result(get(JULIET, DOMAIN, Element.empty("query", DISCO_INFO)));
        DataForm form = Objects.requireNonNull(DataForm.in(info));
        assertThat(form.formType()).isEqualTo("urn:xmpp:sos:0");
        assertThat(Objects.requireNonNull(form.field("external-status-addresses")).values())
                .containsExactly(
                        "https://status.example.net/example.org.json",
                        "https://example.com/status.json");
        assertThat(new OutageStatus(List.of()).describe().serverForms()).isEmpty();
    }

    @Test
    void an_account_is_registered_and_has_no_items() {
        Element info = result(get(JULIET, JULIET, Element.empty("query", DISCO_INFO)));

        assertThat(info.elements().map(e -> e.attribute("category"))).contains("account");
        assertThat(result(get(JULIET, JULIET, Element.empty("query", DISCO_ITEMS))).children())
                .isEmpty();
    }

    @Test
    @Spec(
            xep = 30,
            section = "8",
            says = "no info and no items for who may not see the account's presence")
    void strangers_do_not_learn_from_discovery_that_there_is_an_account() {
        BareJid stranger = BareJid.of("paris@mantua.example");
        assertThat(error(get(stranger, JULIET, Element.empty("query", DISCO_INFO))))
                .isEqualTo("service-unavailable");
        Element items = Element.of("query", DISCO_ITEMS).attribute("node", "n").build();
        assertThat(result(get(stranger, JULIET, items))).isEqualTo(items);
        result(get(ROMEO, JULIET, Element.empty("query", DISCO_INFO)));
        assertThat(error(get(ROMEO, JULIET, items))).isEqualTo("item-not-found");

        Element ping = Element.empty("ping", "urn:xmpp:ping");
        assertThat(get(stranger, JULIET, ping).toString()).contains("service-unavailable");

        sees = stranger::equals;
        assertThat(get(stranger, JULIET, ping).type()).isEqualTo(Iq.Type.RESULT);

        result(get(stranger, JULIET, Element.empty("query", DISCO_INFO)));
        result(get(stranger, JULIET, Element.empty("query", DISCO_ITEMS)));
    }

    @Test
    void the_caps_node_of_the_stream_features_answers_and_others_are_not_found() {
        Element c =
                hooks.streamFeatures(DOMAIN).stream()
                        .filter(e -> e.is("c", CAPS))
                        .findFirst()
                        .orElseThrow();
        String node = c.attribute("node") + "#" + c.attribute("ver");

        Element info =
                result(
                        get(
                                JULIET,
                                DOMAIN,
                                Element.of("query", DISCO_INFO).attribute("node", node).build()));

        assertThat(info.attribute("node")).isEqualTo(node);
        assertThat(
                        error(
                                get(
                                        JULIET,
                                        DOMAIN,
                                        Element.of("query", DISCO_INFO)
                                                .attribute("node", "x")
                                                .build())))
                .isEqualTo("item-not-found");
        assertThat(
                        error(
                                get(
                                        JULIET,
                                        JULIET,
                                        Element.of("query", DISCO_ITEMS)
                                                .attribute("node", "x")
                                                .build())))
                .isEqualTo("item-not-found");
        assertThat(
                        result(
                                        get(
                                                JULIET,
                                                JULIET,
                                                Element.of("query", DISCO_ITEMS)
                                                        .attribute(
                                                                "node",
                                                                "http://jabber.org/protocol/commands")
                                                        .build()))
                                .children())
                .isEmpty();
    }

    @Test
    void ping_version_time_and_session_answer() {
        assertThat(get(JULIET, DOMAIN, Element.empty("ping", "urn:xmpp:ping")).type())
                .isEqualTo(Iq.Type.RESULT);
        assertThat(get(JULIET, JULIET, Element.empty("ping", "urn:xmpp:ping")).type())
                .isEqualTo(Iq.Type.RESULT);
        assertThat(
                        result(get(JULIET, DOMAIN, Element.empty("query", "jabber:iq:version")))
                                .childText("version"))
                .isEqualTo("1.0");
        assertThat(
                        result(get(JULIET, DOMAIN, Element.empty("time", "urn:xmpp:time")))
                                .childText("utc"))
                .isEqualTo("2026-01-01T12:00:00Z");
        assertThat(
                        ask(
                                        Iq.Type.SET,
                                        JULIET,
                                        JULIET,
                                        Element.empty(
                                                "session", "urn:ietf:params:xml:ns:xmpp-session"))
                                .type())
                .isEqualTo(Iq.Type.RESULT);
    }

    @Test
    void private_xml_comes_back_as_it_was_and_is_its_owners_alone() {
        Element notes =
                Element.of("storage", "storage:rosternotes").child("note", "he climbs").build();
        Element set = Element.of("query", "jabber:iq:private").child(notes).build();
        Element asked =
                Element.of("query", "jabber:iq:private")
                        .child(Element.empty("storage", "storage:rosternotes"))
                        .build();

        assertThat(result(get(JULIET, JULIET, asked)).firstChild())
                .isEqualTo(Element.empty("storage", "storage:rosternotes"));
        assertThat(ask(Iq.Type.SET, JULIET, JULIET, set).type()).isEqualTo(Iq.Type.RESULT);
        assertThat(result(get(JULIET, JULIET, asked)).firstChild()).isEqualTo(notes);
        assertThat(error(get(ROMEO, JULIET, asked))).isEqualTo("forbidden");
    }

    @Test
    void private_xml_refuses_what_is_no_private_element_and_what_is_too_much() {
        Element empty = Element.empty("query", "jabber:iq:private");
        Element reserved =
                Element.of("query", "jabber:iq:private")
                        .child(Element.empty("x", "jabber:x:data"))
                        .build();
        Element huge =
                Element.of("query", "jabber:iq:private")
                        .child(Element.text("a", "urn:example:a", "x".repeat(70_000)))
                        .build();

        assertThat(error(get(JULIET, JULIET, empty))).isEqualTo("bad-request");
        assertThat(error(ask(Iq.Type.SET, JULIET, JULIET, reserved))).isEqualTo("not-acceptable");
        assertThat(error(ask(Iq.Type.SET, JULIET, JULIET, huge))).isEqualTo("policy-violation");
    }

    @Test
    void an_accounts_private_xml_has_a_bound_in_all() {
        String answer = "";
        for (int i = 0; i < 20 && answer.isEmpty(); i++) {
            Element set =
                    Element.of("query", "jabber:iq:private")
                            .child(Element.text("a" + i, "urn:example:a", "x".repeat(60_000)))
                            .build();
            Iq reply = ask(Iq.Type.SET, JULIET, JULIET, set);
            answer = reply.type() == Iq.Type.ERROR ? error(reply) : "";
        }
        assertThat(answer).isEqualTo("resource-constraint");
    }

    @Test
    void a_vcard_is_set_by_its_owner_and_read_by_others_and_starts_with_the_name() {
        Element card = Element.of("vCard", "vcard-temp").child("FN", "Juliet Capulet").build();
        Element asked = Element.empty("vCard", "vcard-temp");

        assertThat(result(get(ROMEO, JULIET, asked)).childText("FN")).isEqualTo("Juliet");
        assertThat(error(ask(Iq.Type.SET, ROMEO, JULIET, card))).isEqualTo("forbidden");
        assertThat(ask(Iq.Type.SET, JULIET, JULIET, card).type()).isEqualTo(Iq.Type.RESULT);
        assertThat(result(get(ROMEO, JULIET, asked))).isEqualTo(card);
        assertThat(result(get(JULIET, JULIET, asked)).childText("FN")).isEqualTo("Juliet Capulet");
    }

    @Test
    @Spec(xep = 54, section = "3.3", says = "no card is as no account; one's own is an empty one")
    void whoever_has_neither_card_nor_name_has_no_card_for_others() throws Exception {
        store.commit(
                List.of(new AccountSaved(new Account(ROMEO, null, true, false, clock.instant()))));
        Element asked = Element.empty("vCard", "vcard-temp");

        assertThat(error(get(JULIET, ROMEO, asked))).isEqualTo("service-unavailable");
        assertThat(result(get(ROMEO, ROMEO, asked))).isEqualTo(asked);
        assertThat(ask(Iq.Type.SET, ROMEO, ROMEO, asked).type()).isEqualTo(Iq.Type.RESULT);
        assertThat(error(get(JULIET, ROMEO, asked))).isEqualTo("service-unavailable");
    }

    private Iq get(BareJid from, Jid to, Element payload) {
        return ask(Iq.Type.GET, from, to, payload);
    }

    private Iq ask(Iq.Type type, BareJid from, Jid to, Element payload) {
        Target target = to instanceof DomainJid ? Target.SERVER : Target.ACCOUNT;
        IqHandler handler = Objects.requireNonNull(hooks.iqHandler(target, payload));
        Iq request = Iq.of(type, from.withResource("pc"), to, "1", payload);
        return handler.handle(new IqRequest(request, null))
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static Element result(Iq answer) {
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        return Objects.requireNonNull(answer.payload());
    }

    private static String error(Iq answer) {
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        return Objects.requireNonNull(Objects.requireNonNull(answer.payload()).firstChild()).name();
    }
}
