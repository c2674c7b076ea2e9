package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stoa.accounts.alias.AliasRegister;
import stoa.accounts.alias.AliasRegister.Answer;
import stoa.accounts.alias.Aliases;
import stoa.accounts.people.AliasBook;
import stoa.core.hook.MessageRoute;
import stoa.testkit.Person;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/** Accounts and the alias support@example.org, whose members are Juliet and Mercutio. */
final class AliasHouse {
    static final String ALIAS = "urn:stoa:alias:0";
    static final BareJid SUPPORT = BareJid.of("support@example.org");
    static final BareJid ROMEOS = BareJid.of("romeo+support@alias.example.org");

    final AccountsHouse house = AccountsHouse.listed();
    AliasRegister register;
    Aliases aliases;

    AliasHouse() {
        this(null);
    }

    /** One where somebody follows what clients send. */
    AliasHouse(@Nullable Consumer<MessageRoute.Sent> following) {
        if (following != null) {
            house.server.hooks().observe(MessageRoute.SENT, following);
        }
        house.add(Person.NURSE, "Angelica");
        assemble();
        done(
                register.add(
                        SUPPORT,
                        "Support",
                        List.of(Person.JULIET.address(), Person.MERCUTIO.address())));
    }

    private void assemble() {
        var server = house.server;
        var book = new AliasBook(house.directory);
        house.accounts.aliases(book);
        aliases =
                new Aliases(
                        new Aliases.Parts(
                                house.store.aliases(),
                                house.store.archive(),
                                server.journal(),
                                server.scheduler(),
                                house.clock,
                                server.timers(),
                                house.accounts,
                                house.directory,
                                book,
                                true),
                        List.of(DomainJid.of("example.org")));
        register = new AliasRegister(aliases, house.store.aliases(), house.store.accounts());
        server.hooks().install(aliases);
        aliases.load(DomainJid.of("example.org")).toCompletableFuture().join();
        house.open();
    }

    /** The process has died; another one starts on what it had stored. */
    void restarts() {
        house.start();
        assemble();
    }

    String done(CompletionStage<Answer> stage) {
        Answer answer = answer(stage);
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return answer.says();
    }

    String refused(CompletionStage<Answer> stage) {
        Answer answer = answer(stage);
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return answer.says();
    }

    private Answer answer(CompletionStage<Answer> stage) {
        house.server.settle();
        return stage.toCompletableFuture().join();
    }

    /** Signs in, and hears nothing of who else is there. */
    TestClient online(Person person, String device) {
        TestClient client = house.server.client(person.on(device)).comesOnline();
        house.server.settle();
        return client.forgets();
    }

    /** The roster by address. */
    static Map<String, Element> roster(TestClient client) {
        Map<String, Element> items = new HashMap<>();
        client.asksForRoster()
                .elements()
                .forEach(item -> items.put(Objects.requireNonNull(item.attribute("jid")), item));
        return items;
    }

    /** The item of the roster push that has come next. */
    static Element pushed(TestClient client) {
        return Objects.requireNonNull(
                Objects.requireNonNull(client.nextIq().payload())
                        .child("item", "jabber:iq:roster"));
    }

    static Element stands(Message message) {
        return Objects.requireNonNull(message.payload("thread", ALIAS), message.toString());
    }

    static @Nullable String onBehalf(Message message) {
        Element element = message.payload("on-behalf-of", ALIAS);
        return element == null ? null : element.attribute("name");
    }
}
