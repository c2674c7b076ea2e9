package stoa.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.accounts.alias.AliasRegister;
import stoa.accounts.alias.AliasRegister.Answer;
import stoa.app.control.Administration.RefusedException;
import stoa.core.route.ServedDomains;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasHours;
import stoa.store.alias.HoursNotation;
import stoa.store.alias.InvalidHoursException;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;

/** What the command line can have done with aliases ({@code ./stoa alias …}). Blocking. */
public final class AliasAdministration {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServedDomains domains;
    private final AliasRegister register;

    public AliasAdministration(ServedDomains domains, AliasRegister register) {
        this.domains = domains;
        this.register = register;
    }

    /** Carries out a request, or returns null when it is of another kind. */
    @Nullable JsonNode handle(JsonNode request) throws RefusedException {
        return switch (request.path("command").asText()) {
            case "alias.add" ->
                    carryOut(
                            register.add(
                                    alias(request),
                                    request.path("name").asText(null),
                                    addresses(request, "members")));
            case "alias.remove" -> carryOut(register.remove(alias(request)));
            case "alias.members" -> members(request);
            case "alias.hours" -> hours(request);
            case "alias.rename" ->
                    carryOut(register.rename(alias(request), request.path("name").asText()));
            case "alias.live" ->
                    carryOut(register.live(alias(request), request.path("on").asBoolean()));
            case "alias.list" -> list(request);
            default -> null;
        };
    }

    private JsonNode members(JsonNode request) throws RefusedException {
        BareJid alias = alias(request);
        List<BareJid> add = addresses(request, "add");
        List<BareJid> remove = addresses(request, "remove");
        if (!add.isEmpty() || !remove.isEmpty()) {
            carryOut(register.members(alias, add, remove));
        }
        List<BareJid> members = find(alias).members();
        return said(
                members.isEmpty()
                        ? alias + " has no members"
                        : String.join("\n", members.stream().map(BareJid::toString).toList()));
    }

    private JsonNode hours(JsonNode request) throws RefusedException {
        BareJid alias = alias(request);
        List<String> spans = new ArrayList<>();
        request.path("open").forEach(span -> spans.add(span.asText()));
        if (!spans.isEmpty() || request.path("always").asBoolean()) {
            try {
                AliasHours asked = HoursNotation.asked(request.path("zone").asText(), spans);
                carryOut(register.hours(alias, asked));
            } catch (InvalidHoursException e) {
                throw new RefusedException(e.reason());
            }
        }
        AliasHours hours = find(alias).hours();
        return said(
                hours == null
                        ? alias + " has no hours"
                        : String.join("\n", HoursNotation.lines(hours)) + "\nin " + hours.zone());
    }

    private Alias find(BareJid alias) throws RefusedException {
        for (Alias one : register.list(alias.domain()).toCompletableFuture().join()) {
            if (one.address().equals(alias)) {
                return one;
            }
        }
        throw new RefusedException(alias + " is no alias");
    }

    private JsonNode list(JsonNode request) throws RefusedException {
        String wanted = request.path("domain").asText("");
        if (!wanted.isEmpty() && !domains.serves(wanted)) {
            throw new RefusedException(wanted + " is not served here");
        }
        List<String> lines = new ArrayList<>();
        for (var domain : domains.all()) {
            if (!wanted.isEmpty() && !wanted.equals(domain.domain())) {
                continue;
            }
            for (Alias alias : register.list(domain.domain()).toCompletableFuture().join()) {
                lines.add(
                        alias.address()
                                + "  "
                                + alias.displayName()
                                + "  "
                                + (alias.live() ? "live chat on" : "live chat off")
                                + "  "
                                + alias.members().size()
                                + (alias.members().size() == 1 ? " member" : " members"));
            }
        }
        return said(lines.isEmpty() ? "there are no aliases" : String.join("\n", lines));
    }

    private static JsonNode carryOut(CompletionStage<Answer> stage) throws RefusedException {
        return switch (stage.toCompletableFuture().join()) {
            case Answer.Done(var says) -> said(says);
            case Answer.Refused(var says) -> throw new RefusedException(says);
        };
    }

    private BareJid alias(JsonNode request) throws RefusedException {
        BareJid alias = address(request.path("address").asText());
        if (!domains.serves(alias.domain())) {
            throw new RefusedException(
                    alias.domain()
                            + " is not served here; add it with ./stoa domain add, or to domains in stoa.toml");
        }
        return alias;
    }

    private static List<BareJid> addresses(JsonNode request, String field) throws RefusedException {
        List<BareJid> all = new ArrayList<>();
        for (JsonNode one : request.path(field)) {
            all.add(address(one.asText()));
        }
        return all;
    }

    private static BareJid address(String text) throws RefusedException {
        try {
            return BareJid.of(text);
        } catch (InvalidJidException e) {
            throw new RefusedException("\"" + text + "\" is no address: " + e.getMessage());
        }
    }

    private static ObjectNode said(String sentence) {
        return JSON.createObjectNode().put("said", sentence);
    }
}
