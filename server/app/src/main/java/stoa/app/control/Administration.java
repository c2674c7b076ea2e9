package stoa.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.Provisioned;
import stoa.accounts.provision.Provisioning;
import stoa.app.config.ServiceAddresses;
import stoa.core.journal.Journal;
import stoa.core.route.ServedDomains;
import stoa.store.domain.Domain;
import stoa.store.domain.DomainSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.InvalidJidException;

/**
 * What the command line can have done, whether the server runs (through its control socket) or not
 * (on the opened store). Blocking; on a virtual thread or the command's own.
 */
public final class Administration implements ControlSocket.Handler {
    /**
     * A request that cannot be carried out; the message is a sentence for the person at the command
     * line.
     */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String sentence) {
            super(sentence);
        }
    }

    /** Begins to serve domains. */
    public interface DomainOpener {
        /**
         * Does whatever may fail before a domain can be served; blocking.
         *
         * @return begins to serve it; run when it is stored that it is served
         */
        Runnable prepare(DomainJid domain) throws Exception;

        /** For the person at the command line: from when on. */
        String says();
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServedDomains domains;
    private final DomainOpener opener;
    private final Provisioning provisioning;
    private final AliasAdministration aliases;
    private final Journal journal;
    private final InstantSource clock;

    public Administration(
            ServedDomains domains,
            DomainOpener opener,
            Provisioning provisioning,
            AliasAdministration aliases,
            Journal journal,
            InstantSource clock) {
        this.domains = domains;
        this.opener = opener;
        this.provisioning = provisioning;
        this.aliases = aliases;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public JsonNode handle(JsonNode request) throws Exception {
        return switch (request.path("command").asText()) {
            case "user.add" -> addUser(request);
            case "user.import" -> importUsers(request);
            case "user.password" -> changePassword(request);
            case "user.remove" -> removeUser(request);
            case "domain.add" -> addDomain(request);
            default -> {
                JsonNode answer = aliases.handle(request);
                if (answer == null) {
                    throw new RefusedException("this server does not know the command");
                }
                yield answer;
            }
        };
    }

    private JsonNode addUser(JsonNode request) throws RefusedException {
        NewAccount wish = wish(request);
        return switch (provisioning.create(wish).toCompletableFuture().join()) {
            case Provisioned.Created made -> said(made.account().address() + " was added");
            case Provisioned.Taken taken ->
                    throw new RefusedException(wish.address() + " exists already");
            case Provisioned.Unacceptable refused -> throw new RefusedException(refused.says());
        };
    }

    /**
     * Adds all that can be added and lists the others by row; those that exist already are left as
     * they are.
     */
    private JsonNode importUsers(JsonNode request) {
        List<CompletableFuture<@Nullable String>> rows = new ArrayList<>();
        int number = 0;
        for (JsonNode row : request.path("rows")) {
            int line = ++number;
            try {
                NewAccount wish = wish(row);
                rows.add(
                        provisioning
                                .create(wish)
                                .toCompletableFuture()
                                .thenApply(outcome -> problem(line, wish, outcome)));
            } catch (RefusedException e) {
                rows.add(CompletableFuture.completedFuture("row " + line + ": " + e.getMessage()));
            }
        }
        ObjectNode answer = JSON.createObjectNode();
        var problems = answer.putArray("problems");
        int added = 0;
        for (CompletableFuture<@Nullable String> row : rows) {
            String problem = row.join();
            if (problem == null) {
                added++;
            } else {
                problems.add(problem);
            }
        }
        return answer.put("said", added + " of " + rows.size() + " people were added")
                .put("added", added);
    }

    private static @Nullable String problem(int line, NewAccount wish, Provisioned outcome) {
        return switch (outcome) {
            case Provisioned.Created made -> null;
            case Provisioned.Taken taken ->
                    "row " + line + ": " + wish.address() + " exists already";
            case Provisioned.Unacceptable refused ->
                    "row " + line + ": " + wish.address() + ": " + refused.says();
        };
    }

    private JsonNode changePassword(JsonNode request) throws RefusedException {
        BareJid account = account(request);
        String password = request.path("password").asText();
        String refusal = Provisioning.refusal(password);
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
        provisioning.changePassword(account, password, null).toCompletableFuture().join();
        return said("the password of " + account + " was changed");
    }

    private JsonNode removeUser(JsonNode request) throws RefusedException {
        BareJid account = account(request);
        provisioning.delete(account).toCompletableFuture().join();
        return said(account + " was removed");
    }

    /** One at a time: each is checked against those before it. */
    private synchronized JsonNode addDomain(JsonNode request) throws Exception {
        DomainJid domain;
        try {
            domain = DomainJid.of(request.path("domain").asText());
        } catch (InvalidJidException e) {
            throw new RefusedException("this is no domain: " + e.getMessage());
        }
        if (domains.serves(domain.toString())) {
            throw new RefusedException(domain + " is served already");
        }
        for (DomainJid other : domains.all()) {
            if (ServiceAddresses.clash(other.toString(), domain.toString())) {
                throw new RefusedException(
                        domain
                                + " and "
                                + other
                                + " cannot both be served: one is where the other has a service");
            }
        }
        Runnable open = opener.prepare(domain);
        journal.record(List.of(new DomainSaved(new Domain(domain.toString(), clock.instant()))))
                .toCompletableFuture()
                .join();
        open.run();
        domains.add(domain);
        return said(
                domain
                        + " was added; "
                        + opener.says()
                        + ". Its first administrator: ./stoa user add NAME@"
                        + domain
                        + " --admin --password-stdin");
    }

    private NewAccount wish(JsonNode row) throws RefusedException {
        JsonNode name = row.path("name");
        return new NewAccount(
                account(row),
                name.isTextual() ? name.asText() : null,
                row.path("password").asText(),
                row.path("admin").asBoolean());
    }

    private BareJid account(JsonNode row) throws RefusedException {
        String text = row.path("address").asText();
        BareJid address;
        try {
            address = BareJid.of(text);
        } catch (InvalidJidException e) {
            throw new RefusedException(
                    "\"" + text + "\" is no account's address: " + e.getMessage());
        }
        if (!domains.serves(address.domain())) {
            throw new RefusedException(
                    address.domain()
                            + " is not served here; add it with ./stoa domain add, or to domains in stoa.toml");
        }
        return address;
    }

    private static JsonNode said(String sentence) {
        return JSON.createObjectNode().put("said", sentence);
    }
}
