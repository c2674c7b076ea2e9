package stoa.features.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.core.command.AdHocCommand;
import stoa.core.command.CommandStep;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Target;
import stoa.core.route.Acquaintances;
import stoa.features.House;
import stoa.features.disco.ServiceDiscovery;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

class AdHocCommandsStoryTest {
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final DomainJid DOMAIN = DomainJid.of("example.org");

    private final House house = new House(JULIET, ROMEO);
    private final Ordering ordering = new Ordering(JULIET.address());
    private final AdHocCommands commands = new AdHocCommands(new SecureRandom(), house.clock);

    private record Offering(AdHocCommand command) implements Feature {
        @Override
        public Descriptor describe() {
            return Descriptor.of();
        }

        @Override
        public void install(Hooks hooks) {
            hooks.command(Target.SERVER, command);
            hooks.command(Target.ACCOUNT, command);
        }
    }

    @BeforeEach
    void a_command_is_offered() {
        Hooks hooks = house.server.hooks();
        house.with(
                commands,
                new Offering(ordering),
                new ServiceDiscovery(
                        house.server.services(),
                        new Acquaintances(house.server.domains(), house.accounts),
                        hooks::descriptors));
    }

    private static Element.Builder command() {
        return Element.of("command", COMMANDS).attribute("node", Ordering.NODE);
    }

    private static Element step(@Nullable String session, @Nullable String action) {
        return command().attribute("sessionid", session).attribute("action", action).build();
    }

    private static Element form(String field, String value) {
        return DataForm.of(
                        DataForm.Type.SUBMIT,
                        Ordering.NODE,
                        List.of(FormField.text(field, null, value)))
                .toElement();
    }

    private static Element run(TestClient client, Jid to, Element command) {
        Iq answer = client.asks(Iq.Type.SET, to, command);
        assertThat(answer.type()).as("%s", answer).isEqualTo(Iq.Type.RESULT);
        return Objects.requireNonNull(answer.payload());
    }

    private static String begin(TestClient client) {
        return Objects.requireNonNull(run(client, DOMAIN, step(null, null)).attribute("sessionid"));
    }

    /** The conditions of a refusal: the general one and the command's own. */
    private static List<String> refused(TestClient client, Jid to, Element command) {
        Iq answer = client.asks(Iq.Type.SET, to, command);
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        Element error = Objects.requireNonNull(answer.payload("error", Stanza.CLIENT));
        return error.elements()
                .filter(e -> !e.is("text", StanzaError.NAMESPACE))
                .map(Element::name)
                .toList();
    }

    private static List<String> actions(Element command) {
        List<String> actions = new ArrayList<>();
        Element element = Objects.requireNonNull(command.child("actions", COMMANDS));
        actions.add("execute=" + element.attribute("execute"));
        element.elements().map(Element::name).forEach(actions::add);
        return actions;
    }

    private static List<@Nullable String> listed(TestClient client, @Nullable Jid to) {
        Element query = Element.of("query", ITEMS).attribute("node", COMMANDS).build();
        Iq answer = client.asks(Iq.Type.GET, to, query);
        return Objects.requireNonNull(answer.payload())
                .elements()
                .<@Nullable String>map(e -> e.attribute("jid") + " " + e.attribute("node"))
                .toList();
    }

    @Spec(xep = 50, section = "2.2", says = "commands are items of a fixed node")
    @Test
    void each_requester_sees_what_is_for_them() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (juliet, romeo) -> {
                            assertThat(listed(juliet, DOMAIN))
                                    .containsExactly("example.org " + Ordering.NODE);
                            assertThat(listed(juliet, null))
                                    .containsExactly("juliet@example.org " + Ordering.NODE);
                            assertThat(listed(romeo, DOMAIN)).isEmpty();
                            assertThat(listed(romeo, null)).isEmpty();
                            Element asked =
                                    Element.of("query", INFO)
                                            .attribute("node", Ordering.NODE)
                                            .build();
                            Iq told = juliet.asks(Iq.Type.GET, DOMAIN, asked);
                            assertThat(String.valueOf(told.payload()))
                                    .contains("automation", "command-node", "Order a meal");
                            Iq refused = romeo.asks(Iq.Type.GET, DOMAIN, asked);
                            assertThat(String.valueOf(refused.payload())).contains("forbidden");
                            Element list =
                                    Element.of("query", INFO).attribute("node", COMMANDS).build();
                            assertThat(
                                            String.valueOf(
                                                    romeo.asks(Iq.Type.GET, null, list).payload()))
                                    .contains("command-list");
                        });
    }

    @Spec(xep = 50, section = "2.4.2", says = "stage after stage, back, and to the end")
    @Test
    void an_order_is_made_in_two_stages() {
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        juliet -> {
                            Element first = run(juliet, DOMAIN, step(null, "execute"));
                            String session = first.attribute("sessionid");
                            assertThat(first.attribute("status")).isEqualTo("executing");
                            assertThat(actions(first)).containsExactly("execute=next", "next");
                            Element second =
                                    run(juliet, DOMAIN, with(session, null, form("dish", "soup")));
                            assertThat(actions(second))
                                    .containsExactly("execute=complete", "prev", "complete");
                            assertThat(second.childText("note")).isEqualTo("It will take a while.");
                            Element back = run(juliet, DOMAIN, step(session, "prev"));
                            assertThat(actions(back)).containsExactly("execute=next", "next");
                            DataForm shown = Objects.requireNonNull(DataForm.in(back));
                            assertThat(shown.value("dish")).isEqualTo("soup");
                            run(juliet, DOMAIN, with(session, "next", form("dish", "fish")));
                            Element done =
                                    run(
                                            juliet,
                                            DOMAIN,
                                            with(session, "complete", form("table", "4")));
                            assertThat(done.attribute("status")).isEqualTo("completed");
                            assertThat(done.attribute("sessionid")).isEqualTo(session);
                            assertThat(done.childText("note")).isEqualTo("The fish will come.");
                            assertThat(ordering.orders).containsExactly("fish at 4");
                            assertThat(refused(juliet, DOMAIN, step(session, "prev")))
                                    .containsExactly("not-allowed", "session-expired");
                        });
    }

    private static Element with(
            @Nullable String session, @Nullable String action, Element... forms) {
        return command()
                .attribute("sessionid", session)
                .attribute("action", action)
                .children(List.of(forms))
                .build();
    }

    @Spec(xep = 50, section = "2.4.3", says = "a cancelled execution is over")
    @Test
    void what_is_cancelled_is_over() {
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        juliet -> {
                            String session = begin(juliet);
                            Element cancelled = run(juliet, DOMAIN, step(session, "cancel"));
                            assertThat(cancelled.attribute("status")).isEqualTo("canceled");
                            assertThat(
                                            refused(
                                                    juliet,
                                                    DOMAIN,
                                                    with(session, null, form("dish", "soup"))))
                                    .containsExactly("not-allowed", "session-expired");
                            assertThat(ordering.orders).isEmpty();
                        });
    }

    @Spec(xep = 50, section = "4.4", says = "each mistake has its error")
    @Test
    void mistakes_are_told_apart() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (juliet, romeo) -> {
                            assertThat(refused(romeo, DOMAIN, step(null, null)))
                                    .containsExactly("forbidden");
                            assertThat(refused(juliet, ROMEO.address(), step("x", null)))
                                    .containsExactly("bad-request", "bad-sessionid");
                            Element unknown =
                                    Element.of("command", COMMANDS).attribute("node", "x").build();
                            assertThat(refused(juliet, DOMAIN, unknown))
                                    .containsExactly("item-not-found");
                            assertThat(refused(juliet, DOMAIN, Element.empty("command", COMMANDS)))
                                    .containsExactly("bad-request");
                            assertThat(refused(juliet, DOMAIN, step(null, "dance")))
                                    .containsExactly("bad-request", "malformed-action");
                            assertThat(refused(juliet, DOMAIN, step(null, "next")))
                                    .containsExactly("bad-request", "bad-sessionid");
                            assertThat(refused(juliet, DOMAIN, step("", null)))
                                    .containsExactly("bad-request", "bad-sessionid");
                            assertThat(refused(juliet, DOMAIN, command().lang("e!n").build()))
                                    .containsExactly("bad-request", "bad-locale");
                            assertThat(run(juliet, DOMAIN, command().lang("de").build()))
                                    .extracting(e -> e.attribute("lang", Element.XML_NAMESPACE))
                                    .isEqualTo("en");
                            String session = begin(juliet);
                            assertThat(refused(juliet, DOMAIN, step(session, "prev")))
                                    .containsExactly("bad-request", "bad-action");
                            assertThat(
                                            refused(
                                                    juliet,
                                                    DOMAIN,
                                                    with(
                                                            session,
                                                            "complete",
                                                            form("dish", "soup"))))
                                    .containsExactly("bad-request", "bad-action");
                            assertThat(refused(juliet, DOMAIN, step(session, null)))
                                    .containsExactly("bad-request", "bad-payload");
                            assertThat(
                                            refused(
                                                    juliet,
                                                    DOMAIN,
                                                    with(
                                                            session,
                                                            null,
                                                            form("dish", "soup"),
                                                            form("dish", "soup"))))
                                    .containsExactly("bad-request", "bad-payload");
                            assertThat(
                                            refused(
                                                    juliet,
                                                    DOMAIN,
                                                    with(session, null, form("drink", "tea"))))
                                    .containsExactly("bad-request", "bad-payload");
                            assertThat(
                                            refused(
                                                    juliet,
                                                    DOMAIN,
                                                    with(session, null, form("dish", "stone"))))
                                    .containsExactly("not-acceptable");
                            Element second =
                                    run(juliet, DOMAIN, with(session, null, form("dish", "soup")));
                            assertThat(second.attribute("sessionid")).isEqualTo(session);
                            Iq asked = juliet.asks(Iq.Type.GET, DOMAIN, step(null, null));
                            assertThat(String.valueOf(asked.payload())).contains("bad-request");
                        });
    }

    @Spec(xep = 50, section = "3.3", says = "a session is between one requester and one responder")
    @Test
    void nobody_goes_on_with_anothers_session() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (laptop, phone, pc) -> {
                            String session = begin(laptop);
                            Element order = with(session, null, form("dish", "soup"));
                            assertThat(refused(phone, DOMAIN, order))
                                    .containsExactly("bad-request", "bad-sessionid");
                            assertThat(refused(laptop, JULIET.address(), order))
                                    .containsExactly("bad-request", "bad-sessionid");
                            assertThat(refused(pc, DOMAIN, order)).containsExactly("forbidden");
                            char last = session.charAt(session.length() - 2);
                            String forged =
                                    session.substring(0, session.length() - 2)
                                            + (last == 'A' ? 'B' : 'A')
                                            + session.charAt(session.length() - 1);
                            assertThat(refused(laptop, DOMAIN, step(forged, "cancel")))
                                    .containsExactly("bad-request", "bad-sessionid");
                            ordering.open = false;
                            assertThat(refused(laptop, DOMAIN, order)).containsExactly("forbidden");
                            ordering.open = true;
                            run(laptop, DOMAIN, order);
                        });
    }

    @Test
    void an_execution_waits_ten_minutes_after_its_last_step() {
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        juliet -> {
                            String session = begin(juliet);
                            house.clock.advance(Duration.ofMinutes(10).minusSeconds(1));
                            run(juliet, DOMAIN, with(session, null, form("dish", "soup")));
                            house.clock.advance(Duration.ofMinutes(10).minusSeconds(1));
                            run(juliet, DOMAIN, step(session, "prev"));
                            house.clock.advance(Duration.ofMinutes(10));
                            assertThat(refused(juliet, DOMAIN, step(session, "cancel")))
                                    .containsExactly("not-allowed", "session-expired");
                        });
    }

    @Test
    void an_account_has_ten_executions_and_its_oldest_gives_way() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"))
                .play(
                        (laptop, phone) -> {
                            String first = begin(laptop);
                            String second = begin(laptop);
                            for (int i = 0; i < 9; i++) {
                                begin(phone);
                            }
                            assertThat(refused(laptop, DOMAIN, step(first, "cancel")))
                                    .containsExactly("not-allowed", "session-expired");
                            run(laptop, DOMAIN, step(second, "cancel"));
                        });
    }

    @Test
    void a_client_that_is_gone_leaves_no_executions() {
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        juliet -> {
                            String session = begin(juliet);
                            juliet.leaves();
                            juliet.comesOnline().forgets();
                            assertThat(refused(juliet, DOMAIN, step(session, "cancel")))
                                    .containsExactly("not-allowed", "session-expired");
                        });
    }

    @Test
    void an_execution_does_one_step_at_a_time() {
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        juliet -> {
                            String session = begin(juliet);
                            run(juliet, DOMAIN, with(session, null, form("dish", "soup")));
                            CompletableFuture<CommandStep> kitchen = new CompletableFuture<>();
                            ordering.heldUp = kitchen;
                            Element complete = with(session, null, form("table", "4"));
                            juliet.sends(Iq.of(Iq.Type.SET, null, DOMAIN, "c1", complete));
                            assertThat(refused(juliet, DOMAIN, complete))
                                    .containsExactly("unexpected-request");
                            kitchen.complete(CommandStep.done("At last."));
                            assertThat(juliet.nextIq().id()).isEqualTo("c1");
                            assertThat(refused(juliet, DOMAIN, complete))
                                    .containsExactly("not-allowed", "session-expired");
                            assertThat(ordering.orders).hasSize(1);
                        });
    }

    @Test
    void a_command_that_breaks_is_over() {
        house.story
                .with(JULIET.on("laptop"))
                .play(
                        juliet -> {
                            String session = begin(juliet);
                            assertThat(
                                            refused(
                                                    juliet,
                                                    DOMAIN,
                                                    with(session, null, form("dish", "fire"))))
                                    .containsExactly("internal-server-error");
                            assertThat(refused(juliet, DOMAIN, step(session, "cancel")))
                                    .containsExactly("not-allowed", "session-expired");
                        });
    }
}
