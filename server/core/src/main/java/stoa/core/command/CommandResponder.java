package stoa.core.command;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormCheck;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Runs commands (XEP-0050 section 2.4): begins executions, leads them from stage to stage, back and
 * to their end, and answers with the errors of section 4.4. For the server and its accounts there
 * is one behind the hooks; a service with commands of its own has its own. Safe on any thread; an
 * execution does one step at a time.
 *
 * <p>Everything is said in English, whatever language is asked for: refusing everybody else would
 * leave them without commands.
 */
public final class CommandResponder {
    public static final String NAMESPACE = "http://jabber.org/protocol/commands";

    private static final StanzaError NO_COMMAND =
            Condition.ITEM_NOT_FOUND.error("There is no such command.");

    /** Section 4.4 names the type. */
    private static final StanzaError FORBIDDEN =
            Condition.FORBIDDEN
                    .error("This command is not for you.")
                    .withType(StanzaError.Type.CANCEL);

    private static final StanzaError TOO_MANY =
            Condition.RESOURCE_CONSTRAINT.error("Too many commands wait to be completed.");
    private static final StanzaError UNDER_WAY =
            Condition.UNEXPECTED_REQUEST.error("The last step is still being done.");

    private final CommandSessions sessions;

    public CommandResponder(SecureRandom random, InstantSource clock) {
        sessions = new CommandSessions(random, clock);
    }

    /**
     * Answers a {@code <command/>} request.
     *
     * @param request with both addresses
     * @param application whether it comes from an application (XEP-0493)
     * @param commands the responder's command at a node, or null
     */
    public CompletionStage<Iq> run(
            Iq request, boolean application, Function<String, @Nullable AdHocCommand> commands) {
        Requester requester =
                new Requester(
                        Objects.requireNonNull(request.from()),
                        Objects.requireNonNull(request.to()),
                        application);
        Element payload = Objects.requireNonNull(request.payload());
        return switch (CommandRequest.of(request, payload)) {
            case CommandRequest.Unreadable(StanzaError error) -> refuse(request, error);
            case CommandRequest.Asked(CommandRequest asked) -> {
                AdHocCommand command = commands.apply(asked.node());
                yield command == null
                        ? refuse(request, NO_COMMAND)
                        : command.isFor(requester)
                                .thenCompose(
                                        may ->
                                                may
                                                        ? run(request, asked, command, requester)
                                                        : refuse(request, FORBIDDEN));
            }
        };
    }

    /** A requester's session is over: nobody can go on with its executions. */
    public void ended(Jid requester) {
        sessions.endAllOf(requester);
    }

    /** How many executions wait. */
    int waiting() {
        return sessions.size();
    }

    private CompletionStage<Iq> run(
            Iq request, CommandRequest asked, AdHocCommand command, Requester requester) {
        String id = asked.session();
        if (id == null) {
            return asked.action() == CommandRequest.Action.EXECUTE
                    ? begin(request, command, requester)
                    : refuse(
                            request,
                            CommandError.BAD_SESSIONID.error("The session id is missing."));
        }
        return switch (sessions.claim(id, requester, command.node())) {
            case CommandSessions.Claimed(CommandSession session) ->
                    step(request, asked, command, session);
            case CommandSessions.Busy busy -> refuse(request, UNDER_WAY);
            case CommandSessions.Absent absent ->
                    refuse(
                            request,
                            sessions.wasGiven(id, requester, command.node())
                                    ? CommandError.SESSION_EXPIRED.error("Please begin anew.")
                                    : CommandError.BAD_SESSIONID.error(
                                            "There is no such session."));
        };
    }

    /** One step of a claimed execution; should it fail, the execution is over. */
    private CompletionStage<Iq> step(
            Iq request, CommandRequest asked, AdHocCommand command, CommandSession session) {
        CompletionStage<Iq> answer;
        try {
            answer = goOn(request, asked, command, session);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.whenComplete(
                (iq, failure) -> {
                    if (failure != null) {
                        sessions.end(session);
                    }
                    session.release();
                });
    }

    private CompletionStage<Iq> begin(Iq request, AdHocCommand command, Requester requester) {
        CommandSession session = sessions.open(requester, command.node());
        return command.begin(requester)
                .thenApply(
                        step ->
                                switch (step) {
                                    case CommandStep.Ask ask -> {
                                        session.begin(ask);
                                        yield sessions.add(session)
                                                ? executing(request, command, session)
                                                : request.refuse(TOO_MANY);
                                    }
                                    case CommandStep.Done done ->
                                            completed(request, command, session, done);
                                    case CommandStep.Refused(StanzaError error) ->
                                            request.refuse(error);
                                });
    }

    private CompletionStage<Iq> goOn(
            Iq request, CommandRequest asked, AdHocCommand command, CommandSession session) {
        CommandStep.Ask stage = session.current();
        return switch (asked.action()) {
            case CANCEL -> {
                sessions.end(session);
                yield CompletableFuture.completedFuture(
                        request.result(command(command, session, "canceled").build()));
            }
            case PREV -> {
                if (!session.hasEarlier()) {
                    yield refuse(request, badAction());
                }
                session.back();
                sessions.touch(session);
                yield CompletableFuture.completedFuture(executing(request, command, session));
            }
            case NEXT -> submit(request, asked, command, session, stage.next());
            case COMPLETE -> submit(request, asked, command, session, stage.complete());
            case EXECUTE ->
                    submit(
                            request,
                            asked,
                            command,
                            session,
                            stage.next() == null ? stage.complete() : stage.next());
        };
    }

    private static StanzaError badAction() {
        return CommandError.BAD_ACTION.error("This cannot be done at this stage.");
    }

    private CompletionStage<Iq> submit(
            Iq request,
            CommandRequest asked,
            AdHocCommand command,
            CommandSession session,
            CommandStep.@Nullable Then then) {
        if (then == null) {
            return refuse(request, badAction());
        }
        DataForm submitted =
                asked.forms().size() == 1 ? DataForm.read(asked.forms().getFirst()) : null;
        if (submitted == null) {
            return refuse(request, CommandError.BAD_PAYLOAD.error("One filled-in form is needed."));
        }
        String problem = FormCheck.problem(session.current().form(), submitted);
        if (problem != null) {
            return refuse(request, CommandError.BAD_PAYLOAD.error(problem));
        }
        return then.with(submitted)
                .thenApply(step -> after(request, command, session, submitted, step));
    }

    private Iq after(
            Iq request,
            AdHocCommand command,
            CommandSession session,
            DataForm submitted,
            CommandStep step) {
        return switch (step) {
            case CommandStep.Ask ask -> {
                session.advance(ask, submitted);
                sessions.touch(session);
                yield executing(request, command, session);
            }
            case CommandStep.Done done -> {
                sessions.end(session);
                yield completed(request, command, session, done);
            }
            case CommandStep.Refused(StanzaError error) -> {
                sessions.touch(session);
                yield request.refuse(error);
            }
        };
    }

    private static Iq executing(Iq request, AdHocCommand command, CommandSession session) {
        CommandStep.Ask stage = session.current();
        Element.Builder actions =
                Element.of("actions", NAMESPACE)
                        .attribute("execute", stage.next() == null ? "complete" : "next");
        if (session.hasEarlier()) {
            actions.child("prev");
        }
        if (stage.next() != null) {
            actions.child("next");
        }
        if (stage.complete() != null) {
            actions.child("complete");
        }
        Element.Builder answer =
                command(command, session, "executing")
                        .child(actions.build())
                        .child(stage.form().toElement());
        return request.result(with(answer, stage.notes()).build());
    }

    private static Iq completed(
            Iq request, AdHocCommand command, CommandSession session, CommandStep.Done done) {
        Element.Builder answer = command(command, session, "completed").children(done.payloads());
        return request.result(with(answer, done.notes()).build());
    }

    private static Element.Builder with(Element.Builder answer, List<Note> notes) {
        notes.forEach(note -> answer.child(note.toElement()));
        return answer;
    }

    private static Element.Builder command(
            AdHocCommand command, CommandSession session, String status) {
        return Element.of("command", NAMESPACE)
                .attribute("node", command.node())
                .attribute("sessionid", session.id())
                .attribute("status", status)
                .lang("en");
    }

    private static CompletionStage<Iq> refuse(Iq request, StanzaError error) {
        return CompletableFuture.completedFuture(request.refuse(error));
    }
}
