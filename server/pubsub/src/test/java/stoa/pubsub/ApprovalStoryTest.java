package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.items;
import static stoa.pubsub.Reader.owners;
import static stoa.pubsub.Reader.refused;
import static stoa.pubsub.Reader.result;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.NURSE;
import static stoa.testkit.Person.ROMEO;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Pubsub;
import stoa.pubsub.node.Spaces;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Owners let subscribers in, XEP-0060 sections 8.6 and 8.7. */
class ApprovalStoryTest {
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String GET_PENDING = Pubsub.NS + "#get-pending";

    private final EventingHouse house = EventingHouse.unlisted();
    private final Guest juliet = Guest.of(house.client(JULIET.on("balcony")).online());
    private final Guest romeo = Guest.of(house.client(ROMEO.on("orchard")).online());
    private final Guest nurse = Guest.of(house.client(NURSE.on("hall")).online());

    @BeforeEach
    void a_space_that_one_asks_to_join() {
        juliet.creates("dev", "type", Spaces.TYPE, "title", "Dev", "access_model", "authorize");
    }

    private String asks(Guest who) {
        Element asked = Objects.requireNonNull(result(who.subscribing("dev")));
        Element pending = Objects.requireNonNull(asked.child("subscription", Pubsub.NS));
        assertThat(pending.attribute("subscription")).isEqualTo("pending");
        return Objects.requireNonNull(pending.attribute("subid"));
    }

    private static void answers(Guest owner, Message request, Guest who, String allow) {
        owner.answers(
                request, "node", "dev", "subscriber_jid", who.me().toString(), "allow", allow);
    }

    @Spec(xep = 60, section = "8.6", says = "The owner is sent a form, and approves by it")
    @Test
    void an_owner_lets_somebody_in() {
        String subid = asks(romeo);
        Message request = juliet.asked();
        assertThat(request.id()).isNotEmpty();
        assertThat(request.body()).isEqualTo("romeo@example.org asks to subscribe to Dev (dev).");
        DataForm form =
                Objects.requireNonNull(
                        DataForm.read(
                                Objects.requireNonNull(request.payload("x", DataForm.NAMESPACE))));
        assertThat(form.type()).isEqualTo(DataForm.Type.FORM);
        assertThat(form.formType()).isEqualTo(Pubsub.SUBSCRIBE_AUTHORIZATION);
        assertThat(form.value("pubsub#node")).isEqualTo("dev");
        assertThat(form.value("pubsub#subid")).isEqualTo(subid);
        assertThat(form.value("pubsub#subscriber_jid")).isEqualTo(romeo.me().toString());
        assertThat(form.value("pubsub#allow")).isEqualTo("0");
        refused(romeo.gets(items("dev")), Condition.NOT_AUTHORIZED, "pending-subscription");

        answers(juliet, request, romeo, "true");

        Element told = romeo.told("subscription");
        assertThat(told.attribute("subscription")).isEqualTo("subscribed");
        assertThat(told.attribute("subid")).isEqualTo(subid);
        result(romeo.gets(items("dev")));
        juliet.toldNothingMore(); // it was her doing
    }

    @Spec(xep = 60, section = "8.6", says = "The owner denies, or does not decide")
    @Test
    void an_owner_keeps_somebody_out() {
        asks(romeo);
        Message request = juliet.asked();
        juliet.client.sends(
                Message.of(
                                Message.Type.NORMAL,
                                null,
                                Guest.SERVICE,
                                DataForm.of(
                                                DataForm.Type.CANCEL,
                                                Pubsub.SUBSCRIBE_AUTHORIZATION,
                                                List.of())
                                        .toElement())
                        .withId(request.id()));
        romeo.toldNothingMore();
        refused(romeo.subscribing("dev"), Condition.NOT_AUTHORIZED, "pending-subscription");

        answers(juliet, request, romeo, "0");

        assertThat(romeo.told("subscription").attribute("subscription")).isEqualTo("none");
        refused(romeo.gets(items("dev")), Condition.NOT_AUTHORIZED, "not-subscribed");
        asks(romeo);
        juliet.asked();
    }

    @Spec(xep = 60, section = "12.11", says = "All owners are asked, and the first answer counts")
    @Test
    void the_first_answer_counts() {
        result(juliet.ownerSets(Guest.affiliation("dev", nurse.me(), "owner")));
        asks(romeo);
        Message forJuliet = juliet.asked();
        Message forNurse = nurse.asked();

        answers(nurse, forNurse, romeo, "1");
        romeo.told("subscription");
        juliet.told("subscription");
        answers(juliet, forJuliet, romeo, "0");

        juliet.toldNothingMore();
        nurse.toldNothingMore();
        romeo.toldNothingMore();
        result(romeo.gets(items("dev")));
        result(romeo.sets(romeo.unsubscribe("dev", null)));
        juliet.told("subscription");
        String later = asks(romeo);
        Message again = juliet.asked();
        juliet.answers( // what was asked before is not what is asked now
                again,
                "node",
                "dev",
                "subscriber_jid",
                romeo.me().toString(),
                "subid",
                "other" + later,
                "allow",
                "1");
        romeo.toldNothingMore();
    }

    @Spec(xep = 60, section = "8.7.4", says = "Who is made a member waits no more, an outcast too")
    @Test
    void a_standing_decides_a_request() {
        asks(romeo);
        juliet.asked();
        result(juliet.ownerSets(Guest.affiliation("dev", romeo.me(), "member")));
        assertThat(romeo.told("subscription").attribute("subscription")).isEqualTo("subscribed");
        result(juliet.ownerSets(Guest.affiliation("dev", romeo.me(), "outcast")));
        assertThat(romeo.told("subscription").attribute("subscription")).isEqualTo("none");
        refused(romeo.subscribing("dev"), Condition.FORBIDDEN, null);
        asks(nurse);
        juliet.asked();
        result(juliet.ownerSets(Guest.affiliation("dev", nurse.me(), "outcast")));
        assertThat(nurse.told("subscription").attribute("subscription")).isEqualTo("none");
        juliet.toldNothingMore();
    }

    @Spec(xep = 60, section = "8.6", says = "What is no answer of an owner is refused")
    @Test
    void answers_that_are_none_are_refused() {
        asks(romeo);
        Message request = juliet.asked();
        String jid = romeo.me().toString();
        answers(nurse, request, romeo, "1");
        error(nurse, Condition.FORBIDDEN, null);
        answers(romeo, request, romeo, "1"); // nobody lets himself in
        error(romeo, Condition.FORBIDDEN, null);
        juliet.answers(request, "node", "none", "subscriber_jid", jid, "allow", "1");
        error(juliet, Condition.ITEM_NOT_FOUND, null);
        juliet.answers(request, "subscriber_jid", jid, "allow", "1");
        error(juliet, Condition.BAD_REQUEST, "nodeid-required");
        juliet.answers(request, "node", "dev", "allow", "1");
        error(juliet, Condition.BAD_REQUEST, "invalid-jid");
        juliet.answers(request, "node", "dev", "subscriber_jid", "@", "allow", "1");
        error(juliet, Condition.BAD_REQUEST, "invalid-jid");
        for (String allow : List.of("maybe", "2", "")) {
            answers(juliet, request, romeo, allow);
            error(juliet, Condition.BAD_REQUEST, null);
        }
        juliet.answers(request, "node", "dev", "subscriber_jid", jid);
        error(juliet, Condition.BAD_REQUEST, null);
        juliet.answers(request, "node", "dev", "subscriber_jid", jid, "allow", "0", "allow", "1");
        error(juliet, Condition.BAD_REQUEST, null);
        Element form =
                Reader.form(
                        Pubsub.SUBSCRIBE_AUTHORIZATION,
                        "node",
                        "dev",
                        "subscriber_jid",
                        jid,
                        "allow",
                        "1");
        sends(juliet, Guest.SERVICE, form, form);
        error(juliet, Condition.BAD_REQUEST, null);
        sends(juliet, Guest.SERVICE, form.withAttribute("type", "result"));
        error(juliet, Condition.BAD_REQUEST, null);
        // What is no such form, or not for the service, nobody reads.
        sends(juliet, Guest.SERVICE, Reader.form("urn:example:form", "allow", "1"));
        error(juliet, Condition.SERVICE_UNAVAILABLE, null);
        sends(juliet, Guest.SERVICE, Element.text("body", Message.CLIENT, "let him in"));
        error(juliet, Condition.SERVICE_UNAVAILABLE, null);
        sends(juliet, Jid.parse("dev@pubsub.example.org"), form);
        error(juliet, Condition.SERVICE_UNAVAILABLE, null);
        // Who does not wait is not let in.
        answers(juliet, request, nurse, "1");
        nurse.toldNothingMore();
        romeo.toldNothingMore();
        juliet.toldNothingMore();
        refused(romeo.subscribing("dev"), Condition.NOT_AUTHORIZED, "pending-subscription");
    }

    @Test
    void an_answer_that_cannot_be_stored_comes_back() {
        asks(romeo);
        Message request = juliet.asked();
        house.failCommits(true);
        answers(juliet, request, romeo, "1");
        error(juliet, Condition.INTERNAL_SERVER_ERROR, null);
        house.failCommits(false);
        romeo.toldNothingMore();
        refused(romeo.gets(items("dev")), Condition.NOT_AUTHORIZED, "pending-subscription");
        answers(juliet, request, romeo, "1");
        romeo.told("subscription");
    }

    @Test
    void those_who_wait_take_places() {
        EventingHouse small =
                new EventingHouse(new Limits(3, 2, 10, 3, 100, 60, 40, 1, 2, 3, 150), 0);
        Guest owner = Guest.of(small.client(JULIET.on("balcony")).online());
        owner.creates("dev", "access_model", "authorize");
        asks(Guest.of(small.client(ROMEO.on("orchard")).online()));
        refused(
                Guest.of(small.client(NURSE.on("hall")).online()).subscribing("dev"),
                Condition.POLICY_VIOLATION,
                "too-many-subscriptions");
    }

    private static void sends(Guest from, Jid to, Element... payloads) {
        from.client.sends(Message.of(Message.Type.NORMAL, null, to, payloads));
    }

    private static void error(Guest who, Condition condition, @Nullable String specific) {
        who.client.forgetsPresence();
        refused(who.client.next(), condition, specific);
    }

    // Section 8.7.

    @Spec(xep = 60, section = "8.7.2", says = "A form says at which nodes somebody waits")
    @Spec(xep = 60, section = "8.7.4", says = "One message for each request")
    @Test
    void an_owner_has_the_requests_sent_again() {
        juliet.creates("open").creates("quiet", "access_model", "authorize");
        Guest mercutio = Guest.of(house.client(MERCUTIO.on("street")).online());
        asks(romeo);
        asks(mercutio);
        juliet.asked();
        juliet.asked();
        house.start();
        Guest owner = Guest.of(house.client(JULIET.on("phone")).online());

        Element executing = Objects.requireNonNull(result(runs(owner, null, "execute")));

        assertThat(executing.attribute("status")).isEqualTo("executing");
        DataForm form = Objects.requireNonNull(DataForm.in(executing));
        assertThat(form.formType()).isEqualTo(Pubsub.SUBSCRIBE_AUTHORIZATION);
        FormField nodes = Objects.requireNonNull(form.field("pubsub#node"));
        assertThat(nodes.type()).isEqualTo(FormField.Type.LIST_SINGLE);
        assertThat(nodes.options()).extracting(FormField.Option::value).containsExactly("dev");

        Element completed =
                Objects.requireNonNull(
                        result(
                                runs(
                                        owner,
                                        executing.attribute("sessionid"),
                                        "complete",
                                        Reader.form(
                                                Pubsub.SUBSCRIBE_AUTHORIZATION, "node", "dev"))));

        assertThat(completed.attribute("status")).isEqualTo("completed");
        Message first = owner.asked();
        Message second = owner.asked();
        assertThat(first.to()).isEqualTo(owner.client.address());
        assertThat(first.body()).isNull(); // the history has it already
        assertThat(List.of(asker(first), asker(second)))
                .containsExactly("mercutio@example.org", "romeo@example.org");
        owner.toldNothingMore();
    }

    @Test
    void a_hundred_nodes_are_named_at_a_time() {
        for (int i = 0; i <= 100; i++) {
            juliet.creates("node" + i, "access_model", "authorize");
            result(romeo.subscribing("node" + i));
            juliet.asked();
        }
        Element executing = Objects.requireNonNull(result(runs(juliet, null, "execute")));
        DataForm form = Objects.requireNonNull(DataForm.in(executing));
        assertThat(Objects.requireNonNull(form.field("pubsub#node")).options()).hasSize(100);
    }

    private static @Nullable String asker(Message request) {
        DataForm form =
                DataForm.read(Objects.requireNonNull(request.payload("x", DataForm.NAMESPACE)));
        return Objects.requireNonNull(form).value("pubsub#subscriber_jid");
    }

    @Spec(xep = 60, section = "8.7.3", says = "Who owns nothing approves nothing")
    @Spec(xep = 50, section = "2.2", says = "Commands are listed to those who may run them")
    @Test
    void the_command_is_for_owners() {
        refused(runs(romeo, null, "execute"), Condition.FORBIDDEN, null);
        Iq none = runs(juliet, null, "execute");
        assertThat(Objects.requireNonNull(result(none)).attribute("status"))
                .isEqualTo("completed"); // nobody waits
        assertThat(commands(juliet)).containsExactly(GET_PENDING);
        assertThat(commands(romeo)).isEmpty();
        Element info = Objects.requireNonNull(result(juliet.discovers(Reader.INFO, GET_PENDING)));
        assertThat(Objects.requireNonNull(info.child("identity", Reader.INFO)).attribute("type"))
                .isEqualTo("command-node");
        result(juliet.discovers(Reader.INFO, COMMANDS));
        refused(romeo.discovers(Reader.INFO, GET_PENDING), Condition.FORBIDDEN, null);
        assertThat(Objects.requireNonNull(result(juliet.discovers(Reader.ITEMS, GET_PENDING))))
                .satisfies(items -> assertThat(items.elements()).isEmpty());
    }

    private static List<@Nullable String> commands(Guest who) {
        return Objects.requireNonNull(result(who.discovers(Reader.ITEMS, COMMANDS)))
                .elements()
                .map(item -> item.attribute("node"))
                .toList();
    }

    @Spec(xep = 50, section = "4.4", says = "The errors of commands")
    @Test
    void steps_that_are_none_are_refused() {
        asks(romeo);
        juliet.asked();
        Element executing = Objects.requireNonNull(result(runs(juliet, null, "execute")));
        String session = executing.attribute("sessionid");
        Element good = Reader.form(Pubsub.SUBSCRIBE_AUTHORIZATION, "node", "dev");
        badRequest(runs(juliet, null, "complete", good), "bad-sessionid");
        badRequest(runs(juliet, "made-up", "complete", good), "bad-sessionid");
        badRequest(runs(juliet, session, "dance", good), "malformed-action");
        badRequest(runs(juliet, session, "prev", good), "bad-action");
        badRequest(runs(juliet, session, "complete"), "bad-payload");
        badRequest(runs(juliet, session, "complete", good, good), "bad-payload");
        badRequest(
                runs(juliet, session, "complete", Reader.form("urn:example:form", "node", "dev")),
                "bad-payload");
        badRequest(
                runs(
                        juliet,
                        session,
                        "complete",
                        Reader.form(Pubsub.SUBSCRIBE_AUTHORIZATION, "node", "none")),
                "bad-payload");
        refused(runs(nurse, session, "complete", good), Condition.FORBIDDEN, null);
        refused(
                juliet.client.asks(Iq.Type.SET, Guest.SERVICE, Element.empty("dance", COMMANDS)),
                Condition.BAD_REQUEST,
                null);
        refused(
                juliet.client.asks(
                        Iq.Type.SET,
                        Guest.SERVICE,
                        Element.of("command", COMMANDS).attribute("node", "none").build()),
                Condition.ITEM_NOT_FOUND,
                null);
        result(juliet.ownerSets(Guest.affiliation("dev", nurse.me(), "owner")));
        result(nurse.ownerSets(owners("delete", "dev").build()));
        juliet.creates("other");
        refused(runs(juliet, session, "complete", good), Condition.ITEM_NOT_FOUND, null);
        juliet.toldNothingMore();
    }

    private static void badRequest(Iq answer, String specific) {
        refused(answer, Condition.BAD_REQUEST, null);
        Element error = Objects.requireNonNull(answer.payload("error", Message.CLIENT));
        assertThat(error.child(specific, COMMANDS)).as("%s", error).isNotNull();
    }

    private static Iq runs(
            Guest who, @Nullable String session, String action, Element... payloads) {
        return who.client.asks(
                Iq.Type.SET,
                Guest.SERVICE,
                Element.of("command", COMMANDS)
                        .attribute("node", GET_PENDING)
                        .attribute("sessionid", session)
                        .attribute("action", action)
                        .children(List.of(payloads))
                        .build());
    }
}
