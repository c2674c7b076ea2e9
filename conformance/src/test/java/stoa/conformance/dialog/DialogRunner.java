package stoa.conformance.dialog;

import static stoa.conformance.wire.Connection.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stoa.conformance.dialog.Dialog.Actor;
import stoa.conformance.dialog.Dialog.Step;
import stoa.conformance.server.Account;
import stoa.conformance.wire.Application;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Endpoint;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Transport;

/** Plays one dialog. */
final class DialogRunner {
    private static final String MUC = "http://jabber.org/protocol/muc";
    private static final Pattern REPEATED =
            Pattern.compile("(.*?)(?:\\s+repeated (\\d+) times)?", Pattern.DOTALL);

    private final Endpoint endpoint;
    private final Dialog dialog;
    private final Stage stage;
    private final Map<String, Player> players = new LinkedHashMap<>();

    /** One actor's connection, and the place in its inbox after which "then gets" looks. */
    private static final class Player {
        final Actor actor;
        Session session;
        long place;

        Player(Actor actor, Session session) {
            this.actor = actor;
            this.session = session;
        }
    }

    DialogRunner(Endpoint endpoint, Dialog dialog, Stage stage) {
        this.endpoint = endpoint;
        this.dialog = dialog;
        this.stage = stage;
    }

    void play() {
        Step current = null;
        try {
            for (var actor : dialog.cast()) {
                signIn(actor, "");
            }
            everybodySeesEverybody();
            for (var step : dialog.steps()) {
                current = step;
                play(step);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    dialog.file()
                            + ", "
                            + (current == null ? "while the cast signs in" : current)
                            + "\n"
                            + e.getMessage()
                            + "\n"
                            + transcripts(),
                    e);
        } finally {
            players.values().forEach(player -> player.session.close());
        }
    }

    /** So that no presence of the cast's arriving comes in the middle of what follows. */
    private void everybodySeesEverybody() {
        for (var player : players.values()) {
            for (var other : players.values()) {
                String jid = other.session.jid();
                require(
                        player == other
                                || player.session
                                        .inbox()
                                        .awaits(
                                                one ->
                                                        one.name().equals("presence")
                                                                && jid.equals(
                                                                        one.attribute("from")),
                                                PATIENCE),
                        player.actor + " does not see " + jid);
            }
        }
    }

    private String transcripts() {
        var text = new StringBuilder();
        players.forEach(
                (name, player) ->
                        text.append("-- ")
                                .append(name)
                                .append('\n')
                                .append(player.session.inbox().transcript())
                                .append('\n'));
        return text.toString();
    }

    private void play(Step step) {
        String rest = step.rest();
        switch (step.verb()) {
            case "dials" ->
                    enter(step.actor(), Connection.dial(endpoint, stage.domain(), transport(rest)));
            case "connects" ->
                    enter(step.actor(), Connection.open(endpoint, stage.domain(), transport(rest)));
            case "signs in" -> signIn(actor(step.actor()), rest);
            case "authenticates" -> authenticate(step.actor(), rest);
            case "fails" -> fail(step.actor(), rest);
            case "binds" ->
                    session(step)
                            .bind(
                                    rest.isEmpty()
                                            ? player(step).actor.resource()
                                            : stage.fill(rest));
            case "is offered" -> offered(step, true);
            case "is not offered" -> offered(step, false);
            case "sends" -> session(step).send(stage.fill(rest));
            case "sends text" -> sendText(session(step), rest);
            case "gets" -> get(player(step), rest, 0);
            case "then gets" -> get(player(step), rest, player(step).place);
            case "gets no" -> getNo(player(step), rest);
            case "is closed" ->
                    require(session(step).inbox().awaitClosed(PATIENCE), "is not closed");
            case "closes" ->
                    require(
                            session(step).connection().closeStream(),
                            "the server did not close its stream");
            case "reads" -> session(step).connection().startReading();
            case "vanishes" -> session(step).close();
            case "forgets" -> session(step).inbox().clear();
            case "lets a millisecond pass" -> letAMillisecondPass();
            case "joins" -> join(step, false);
            case "creates" -> join(step, true);
            case "leaves" -> leave(step);
            default -> throw new IllegalStateException("no verb " + step.verb());
        }
    }

    /** What the server stamps from now on, by the same clock, has another time than before. */
    private static void letAMillisecondPass() {
        long before = System.currentTimeMillis();
        while (System.currentTimeMillis() <= before) {
            Thread.onSpinWait();
        }
    }

    // Coming and going

    private void enter(String name, Connection connection) {
        var actor = actor(name);
        var before = players.put(actor.toString(), new Player(actor, new Session(connection)));
        if (before != null) {
            before.session.close();
        }
    }

    /**
     * The rest: {@code [with MECHANISM] [over TRANSPORT] [quietly]}; quietly leaves out the
     * presence. Or {@code for SCOPE…}: it is an application that the account's owner has let in
     * (XEP-0493), and sends no presence.
     */
    private void signIn(Actor actor, String rest) {
        Account account = stage.account(actor.account());
        if (rest.startsWith("for ")) {
            letIn(actor, account, rest.substring("for ".length()));
            return;
        }
        String mechanism = option(rest, "with (\\S+)", "SCRAM-SHA-256");
        enter(actor.toString(), Connection.open(endpoint, stage.domain(), transport(rest)));
        var session = player(actor.toString()).session;
        session.authenticate(Session.localOf(account.jid()), account.password(), mechanism);
        session.bind(actor.resource());
        if (!rest.contains("quietly")) {
            session.becomeAvailable();
        }
    }

    private void letIn(Actor actor, Account account, String scope) {
        try (var owner = Session.signIn(endpoint, account.jid(), account.password(), "owner")) {
            var application = Application.register(endpoint, stage.domain());
            var tokens = application.letInBy(owner, scope);
            require(tokens.scope().equals(scope), "the scope is " + tokens.scope());
            players.put(
                    actor.toString(),
                    new Player(actor, application.signIn(tokens, actor.resource())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Transport transport(String rest) {
        return switch (option(rest, "over (\\S+)", "STARTTLS")) {
            case "STARTTLS" -> Transport.STARTTLS;
            case "TLS" -> Transport.DIRECT_TLS;
            case "TCP" -> Transport.PLAIN;
            case "WebSocket" -> Transport.WEBSOCKET;
            default -> throw new IllegalArgumentException("no transport: " + rest);
        };
    }

    private static String option(String rest, String pattern, String otherwise) {
        var found = Pattern.compile(pattern).matcher(rest);
        return found.find() ? found.group(1) : otherwise;
    }

    /** The rest: {@code with MECHANISM [and flag FLAG]}. */
    private void authenticate(String name, String rest) {
        var answer = attempt(name, option(rest, "with (\\S+)", "SCRAM-SHA-256"), rest);
        require(answer.name().equals("success"), "refused: " + answer);
        player(name).session.connection().startStream();
    }

    /** The rest: {@code MECHANISM [with a wrong password] [with flag FLAG] PATTERN}. */
    private void fail(String name, String rest) {
        int pattern = rest.indexOf('<');
        var answer =
                attempt(name, rest.substring(0, rest.indexOf(' ')), rest.substring(0, pattern));
        var expected = Expectation.parse(stage.fill(rest.substring(pattern)));
        require(expected.test(answer), "SASL answered " + answer);
    }

    private Element attempt(String name, String mechanism, String options) {
        var account = stage.account(player(name).actor.account());
        String password = options.contains("wrong password") ? "not it" : account.password();
        return player(name)
                .session
                .tryToAuthenticate(
                        Session.localOf(account.jid()),
                        password,
                        mechanism,
                        option(options, "flag (\\S+)", "n"));
    }

    private void offered(Step step, boolean wanted) {
        var features = session(step).connection().features();
        boolean found = features.children().anyMatch(Expectation.parse(stage.fill(step.rest())));
        require(found == wanted, "the features are " + features);
    }

    // Talking

    private void sendText(Session session, String rest) {
        Matcher parts = REPEATED.matcher(stage.fill(rest));
        if (!parts.matches()) {
            throw new IllegalArgumentException(rest);
        }
        int times = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
        try {
            session.send(parts.group(1).repeat(times));
        } catch (UncheckedIOException e) {
            // The server may have closed on us before it was all out; what it said is for the next
            // step to see.
        }
    }

    private void get(Player player, String pattern, long after) {
        var expected = Expectation.parse(stage.fill(pattern));
        var found = player.session.inbox().take(expected, after, PATIENCE);
        require(found.isPresent(), "did not get " + stage.fill(pattern));
        player.place = found.orElseThrow().number();
        stage.remember(expected.captured());
    }

    /** After an answer from its own account has come back, nothing of that kind may have come. */
    private void getNo(Player player, String pattern) {
        player.session.ask("get", stage.domain(), "<ping xmlns='urn:xmpp:ping'/>");
        require(
                !player.session.inbox().holds(Expectation.parse(stage.fill(pattern))),
                "got " + stage.fill(pattern));
    }

    // Rooms

    /**
     * The rest: {@code {room} as NICK}. To create is to join and to accept the default
     * configuration (XEP-0045, 10.1.2).
     */
    private void join(Step step, boolean create) {
        String[] words = stage.fill(step.rest()).split("\\s+as\\s+", -1);
        String occupant = words[0] + "/" + words[1];
        var session = session(step);
        session.send(
                "<presence to='"
                        + Element.escape(occupant)
                        + "'><x xmlns='"
                        + MUC
                        + "'/></presence>");
        session.inbox().need("self-presence of " + occupant, self(occupant), PATIENCE);
        if (create) {
            var result =
                    session.ask(
                            "set",
                            words[0],
                            "<query xmlns='"
                                    + MUC
                                    + "#owner'><x xmlns='jabber:x:data' type='submit'/></query>");
            require("result".equals(result.attribute("type")), "the room was not made: " + result);
        }
        session.inbox()
                .need(
                        "the subject of " + words[0],
                        message ->
                                message.name().equals("message")
                                        && message.child("subject").isPresent(),
                        PATIENCE);
    }

    private static java.util.function.Predicate<Element> self(String occupant) {
        return presence ->
                presence.name().equals("presence")
                        && occupant.equals(presence.attribute("from"))
                        && presence.child("x", MUC + "#user").stream()
                                .flatMap(Element::children)
                                .anyMatch(child -> "110".equals(child.attribute("code")));
    }

    private void leave(Step step) {
        String[] words = stage.fill(step.rest()).split("\\s+as\\s+", -1);
        session(step)
                .send(
                        "<presence type='unavailable' to='"
                                + Element.escape(words[0] + "/" + words[1])
                                + "'/>");
        session(step).inbox().need("its own leaving", self(words[0] + "/" + words[1]), PATIENCE);
    }

    // Names

    /** {@code juliet} is enough where she has one device. */
    private Actor actor(String name) {
        var all = new HashMap<String, Actor>();
        for (var actor : dialog.cast()) {
            all.put(actor.toString(), actor);
        }
        for (var actor : dialog.offline()) {
            all.put(actor.toString(), actor);
        }
        var found =
                all.values().stream()
                        .filter(
                                actor ->
                                        actor.toString().equals(name)
                                                || actor.account().equals(name))
                        .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    name + " is " + (found.isEmpty() ? "not in the cast" : "at several devices"));
        }
        return found.getFirst();
    }

    private Player player(Step step) {
        return player(step.actor());
    }

    private Player player(String name) {
        var player = players.get(actor(name).toString());
        if (player == null) {
            throw new IllegalArgumentException(name + " is not connected");
        }
        return player;
    }

    private Session session(Step step) {
        return player(step).session;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
