package stoa.accounts.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.administration.AdministrationHouse.fails;
import static stoa.accounts.administration.AdministrationHouse.field;
import static stoa.accounts.administration.AdministrationHouse.form;
import static stoa.accounts.administration.AdministrationHouse.opens;
import static stoa.accounts.administration.AdministrationHouse.succeeds;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.accounts.provision.NewAccount;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;

/** What administrators say to people, and how they stop the server. */
class SpeakingStoryTest {
    private final AdministrationHouse house = new AdministrationHouse("example.org");
    private final TestClient juliet = house.online(JULIET, "laptop");

    /** What the client is told in the domain's name, after its arrival. */
    private static List<String> told(TestClient client) {
        List<String> told = new ArrayList<>();
        client.forgetsPresence();
        while (!client.hasNothing()) {
            Stanza next = client.next();
            if (next instanceof Message message) {
                assertThat(String.valueOf(message.from())).isEqualTo("example.org");
                told.add(String.valueOf(message.body()));
            }
        }
        return told;
    }

    private TestClient arrives(Person person, String resource) {
        TestClient client = house.server.client(person.on(resource));
        client.comesOnline();
        return client;
    }

    @Spec(xep = 133, section = "4.23", says = "only to users who have a session")
    @Test
    void an_announcement_reaches_who_is_online_and_stays_in_their_history() {
        TestClient romeo = house.online(ROMEO, "pc");
        succeeds(juliet, "announce", field("announcement", "Hear ye:", "a truce."));
        assertThat(told(romeo)).containsExactly("Hear ye:\na truce.");
        assertThat(told(juliet)).containsExactly("Hear ye:\na truce.");
        assertThat(told(arrives(MERCUTIO, "pc"))).isEmpty();
        assertThat(archived(ROMEO)).isEqualTo(1);
        assertThat(archived(MERCUTIO)).isZero();
    }

    private int archived(Person person) {
        ArchiveResult result =
                house.store
                        .archive()
                        .page(ArchiveQuery.firstOf(person.address(), 10))
                        .toCompletableFuture()
                        .join();
        return ((ArchiveResult.Page) result).rows().size();
    }

    @Test
    void a_text_is_neither_blank_nor_endless() {
        assertThat(fails(juliet, "announce", field("announcement", "  "))).contains("empty");
        assertThat(fails(juliet, "set-motd", field("motd", "x".repeat(10_001))))
                .contains("too long");
        assertThat(told(juliet)).isEmpty();
    }

    @Spec(xep = 133, section = "4.24", says = "sent once to all: at once, or when they come")
    @Test
    void everybody_is_told_a_message_of_the_day_once() {
        TestClient romeo = house.online(ROMEO, "pc");
        succeeds(juliet, "set-motd", field("motd", "Feast tonight."));
        assertThat(told(romeo)).containsExactly("Feast tonight.");
        assertThat(told(arrives(ROMEO, "phone"))).isEmpty();
        assertThat(told(arrives(MERCUTIO, "pc"))).containsExactly("Feast tonight.");
        assertThat(told(arrives(MERCUTIO, "phone"))).isEmpty();
        house.restarts();
        TestClient again = arrives(ROMEO, "pc");
        assertThat(told(again)).isEmpty();
        again.leaves();
        assertThat(told(arrives(MERCUTIO, "pc"))).isEmpty();
        TestClient admin = arrives(JULIET, "laptop");
        assertThat(told(admin)).isEmpty();
        assertThat(told(arrives(AdministrationHouse.ESCALUS, "pc")))
                .containsExactly("Feast tonight.");
        house.clock.advance(Duration.ofHours(12));
        succeeds(admin, "set-motd", field("motd", "Sleep well."));
        assertThat(told(admin)).containsExactly("Sleep well.");
        assertThat(told(arrives(ROMEO, "tablet"))).containsExactly("Sleep well.");
    }

    @Spec(xep = 133, section = "4.25", says = "the form shows the current message")
    @Test
    void a_message_of_the_day_is_corrected_and_removed() {
        succeeds(juliet, "set-motd", field("motd", "Feest", "tonight"));
        assertThat(told(juliet)).hasSize(1);
        var opened = opens(juliet, "edit-motd");
        assertThat(Objects.requireNonNull(form(opened).field("motd")).values())
                .containsExactly("Feest", "tonight");
        succeeds(juliet, "edit-motd", field("motd", "Feast tonight"));
        assertThat(told(juliet)).isEmpty();
        assertThat(told(arrives(ROMEO, "pc"))).containsExactly("Feast tonight");
        assertThat(opens(juliet, "delete-motd").attribute("status")).isEqualTo("completed");
        assertThat(told(arrives(MERCUTIO, "pc"))).isEmpty();
        assertThat(Objects.requireNonNull(form(opens(juliet, "edit-motd")).field("motd")).values())
                .isEmpty();
        assertThat(opens(juliet, "delete-motd").childText("note")).contains("none");
        house.restarts();
        assertThat(told(arrives(AdministrationHouse.ESCALUS, "pc"))).isEmpty();
    }

    private Person movesIn(String name) {
        BareJid address = BareJid.of(name + "@example.org");
        house.provisioning.create(new NewAccount(address, null, "moonlight", false));
        house.server.settle();
        return new Person(address);
    }

    @Spec(xep = 133, section = "4.27", says = "to new users when they first log in")
    @Test
    void new_people_are_welcomed_once() {
        arrives(ROMEO, "pc").leaves();
        Person early = movesIn("early");
        succeeds(juliet, "set-welcome", field("welcome", "Welcome!"));
        assertThat(told(arrives(ROMEO, "pc"))).isEmpty();
        assertThat(told(arrives(early, "pc"))).containsExactly("Welcome!");
        assertThat(told(arrives(early, "phone"))).isEmpty();
        Person late = movesIn("late");
        house.restarts();
        assertThat(told(arrives(early, "pc"))).isEmpty();
        assertThat(told(arrives(late, "pc"))).containsExactly("Welcome!");
        TestClient admin = arrives(JULIET, "laptop").forgets();
        assertThat(
                        Objects.requireNonNull(form(opens(admin, "set-welcome")).field("welcome"))
                                .values())
                .containsExactly("Welcome!");
        assertThat(opens(admin, "delete-welcome").attribute("status")).isEqualTo("completed");
        assertThat(told(arrives(movesIn("later"), "pc"))).isEmpty();
    }

    @Test
    void who_comes_back_under_a_removed_name_is_new() {
        succeeds(juliet, "set-welcome", field("welcome", "Welcome!"));
        Person balthasar = movesIn("balthasar");
        TestClient first = arrives(balthasar, "pc");
        assertThat(told(first)).hasSize(1);
        succeeds(juliet, "delete-user", field("accountjids", balthasar.address().toString()));
        first.leaves();
        movesIn("balthasar");
        assertThat(told(arrives(balthasar, "pc"))).hasSize(1);
    }

    private static List<String> listed(TestClient admin, String command, String field) {
        FormField found = Objects.requireNonNull(form(opens(admin, command)).field(field));
        return found.values();
    }

    @Spec(xep = 133, section = "4.11", says = "with whom communication is blocked")
    @Test
    void other_domains_are_shunned_and_chosen() {
        assertThat(house.peers.mayTalk("example.org", "spam.example")).isTrue();
        succeeds(juliet, "edit-blacklist", field("blacklistjids", "SPAM.example", "b.example"));
        assertThat(house.peers.mayTalk("example.org", "spam.example")).isFalse();
        assertThat(house.peers.mayTalk("example.org", "good.example")).isTrue();
        assertThat(house.peers.mayTalk("capulet.example", "spam.example")).isTrue();
        succeeds(juliet, "edit-whitelist", field("whitelistjids", "good.example", "b.example"));
        assertThat(house.peers.mayTalk("example.org", "good.example")).isTrue();
        assertThat(house.peers.mayTalk("example.org", "other.example")).isFalse();
        assertThat(house.peers.mayTalk("example.org", "b.example")).isFalse();
        house.restarts();
        TestClient admin = arrives(JULIET, "laptop");
        assertThat(house.peers.mayTalk("example.org", "spam.example")).isFalse();
        assertThat(listed(admin, "edit-blacklist", "blacklistjids"))
                .containsExactly("b.example", "spam.example");
        assertThat(listed(admin, "edit-whitelist", "whitelistjids"))
                .containsExactly("b.example", "good.example");
        assertThat(fails(admin, "edit-blacklist", field("blacklistjids", "who@spam.example")))
                .contains("no domain");
        assertThat(fails(admin, "edit-blacklist", field("blacklistjids", "rooms.example.org")))
                .contains("of this server");
        succeeds(admin, "edit-whitelist");
        succeeds(admin, "edit-blacklist", field("blacklistjids"));
        assertThat(house.peers.mayTalk("example.org", "other.example")).isTrue();
        assertThat(house.peers.mayTalk("example.org", "spam.example")).isTrue();
    }

    @Spec(xep = 133, section = "4.31", says = "after a delay and an announcement")
    @Test
    void the_server_is_stopped_after_a_while() {
        TestClient romeo = house.online(ROMEO, "pc");
        succeeds(
                juliet,
                "shutdown",
                field("delay", "60"),
                field("announcement", "Curtain in a minute."));
        assertThat(told(romeo)).containsExactly("Curtain in a minute.");
        house.clock.advance(Duration.ofSeconds(59));
        house.server.settle();
        assertThat(house.operations).isEmpty();
        assertThat(fails(juliet, "restart")).contains("already");
        house.clock.advance(Duration.ofSeconds(1));
        house.server.settle();
        assertThat(house.operations).containsExactly("stop");
    }

    @Spec(xep = 133, section = "4.30", says = "the service is restarted")
    @Test
    void the_server_is_restarted_without_a_word() {
        assertThat(form(opens(juliet, "restart")).field("announcement")).isNotNull();
        succeeds(juliet, "restart");
        assertThat(told(juliet)).isEmpty();
        house.clock.advance(Duration.ofSeconds(30));
        house.server.settle();
        assertThat(house.operations).containsExactly("restart");
    }
}
